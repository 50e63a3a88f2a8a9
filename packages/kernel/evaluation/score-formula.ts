import type { Attribution } from './count-definition.ts';
import type { Counts } from './counts.ts';
import type { Grade } from './grades.ts';
import type { RateChange } from './metrics.ts';
import type { Explained, RateFlag } from './rates.ts';
import type { SourceId } from './sources.ts';
import type { Words } from './words.ts';

/** Where a term takes its number from: a rate of the dictionary (on a 0–100 scale), a count, or an input that the formula declares. */
export type TermInput = { readonly metric: string } | { readonly count: string } | { readonly input: string };

/** The first band whose bound is met wins; order them from the top down. */
export type Band = ({ readonly atLeast: number } | { readonly above: number }) & { readonly points: number };

interface TermBase extends Words {
  readonly id: string;
  /** Points for a full raw value: `points = weight × raw ÷ outOf`. Without a weight the raw value is the points. */
  readonly weight?: number;
  /** The raw value that earns the whole weight; 100 unless given. */
  readonly outOf?: number;
  /** Terms that share one whole (in time and late are parts of one number of cases): together they earn the largest of their weights. */
  readonly sharesOf?: string;
}

/** Deductions start from `full` (0 unless given) and take away no more than `cap`. */
interface Deduction {
  readonly full?: number;
  readonly cap: number;
}

export type Term = TermBase &
  (
    | { readonly kind: 'linear'; readonly of: TermInput }
    | { readonly kind: 'inverse'; readonly of: TermInput }
    | { readonly kind: 'bands'; readonly of: TermInput; readonly bands: readonly Band[] }
    | {
        readonly kind: 'clamp';
        readonly of: TermInput;
        readonly offset: number;
        readonly factor: number;
        readonly min: number;
        readonly max: number;
      }
    | ({ readonly kind: 'capped_deduction'; readonly of: TermInput; readonly per: number } & Deduction)
    | ({
        readonly kind: 'floor_step';
        readonly of: TermInput;
        readonly quota?: TermInput;
        readonly step: number;
        readonly per: number;
      } & Deduction)
    | ({ readonly kind: 'event_deduction'; readonly events: string; readonly per: number } & Deduction)
    | {
        readonly kind: 'bonus';
        readonly events: string;
        readonly each: number;
        readonly extras: readonly (Words & { readonly attribute: string; readonly atLeast: number; readonly points: number })[];
        readonly cap: number;
      }
    | ({
        readonly kind: 'linked_caps';
        readonly first: TermInput;
        readonly second: TermInput;
        readonly per: number;
        readonly secondPer: number;
      } & Deduction)
    | ({ readonly kind: 'grouped_events'; readonly events: string; readonly threshold: number; readonly per: number } & Deduction)
    | {
        readonly kind: 'normalised';
        readonly of: TermInput;
        readonly by: readonly TermInput[];
        readonly full: number;
        readonly factor: number;
        readonly min: number;
      }
    | { readonly kind: 'manual'; readonly min: number; readonly max: number }
  );

export type TermKind = Term['kind'];
export type TermOf<K extends TermKind> = Extract<Term, { readonly kind: K }>;

/** A scoring formula as the weight editor stores it: versioned, valid from a cycle on. */
export interface Formula extends Words {
  readonly id: string;
  readonly subject: 'post' | 'department' | 'area' | 'company' | 'collector';
  readonly trade?: string;
  readonly source: SourceId;
  readonly note?: Words;
  /** What the weights must add up to; 100 unless given, null for formulas without weights. */
  readonly total?: number | null;
  /** Points to start from. */
  readonly base?: number;
  readonly min?: number;
  readonly max?: number;
  /** What a term without data does: the score is unknown (default), or its weight goes to the others. */
  readonly whenMissing?: 'unknown' | 'redistribute';
  /** Which definition of a rate this formula uses. */
  readonly rates?: Readonly<Record<string, RateChange>>;
  readonly inputs?: Readonly<Record<string, Words>>;
  readonly events?: Readonly<Record<string, Words>>;
  readonly terms: readonly Term[];
}

/** One scored happening, with what makes it worth more (`stock: 1`, `areaM2: 320`) and the spot it belongs to. */
export interface ScoreEvent {
  readonly id: string;
  /** Own points of the event; the term's `per` otherwise. */
  readonly points?: number;
  readonly group?: string;
  readonly attributes?: Readonly<Record<string, number>>;
}

export interface ManualEntry {
  readonly points: number;
  readonly reason: string;
}

/** What is known of the subject. An absent input or list of events is unknown; absent manual entries are none. */
export interface ScoreInputs {
  readonly counts?: Counts;
  /** How the counts were gathered; `event` unless given. */
  readonly attribution?: Attribution;
  readonly inputs?: Readonly<Record<string, number | null>>;
  readonly events?: Readonly<Record<string, readonly ScoreEvent[]>>;
  readonly manual?: Readonly<Record<string, readonly ManualEntry[]>>;
}

export interface ExplainedInput extends Words {
  readonly value: number | null;
  /** For rates: their own explanation, down to the rows. */
  readonly rate?: Explained;
  /** For events: those that counted. */
  readonly eventIds?: readonly string[];
  /** For manual entries: why. */
  readonly reasons?: readonly string[];
}

export interface ExplainedTerm extends Words {
  readonly id: string;
  readonly kind: TermKind;
  readonly inputs: readonly ExplainedInput[];
  readonly raw: number | null;
  readonly weight: number | null;
  readonly points: number | null;
  readonly formula: Words;
  readonly flags: readonly RateFlag[];
}

export type ScoreFlag = RateFlag | 'term_missing' | 'weights_redistributed' | 'limited';

/** A score with its explanation tree: formula → terms → inputs → counts. `value` in full precision; null when something it needs is unknown. */
export interface Score extends Words {
  readonly formulaId: string;
  readonly value: number | null;
  readonly grade: Grade | null;
  readonly flags: readonly ScoreFlag[];
  readonly formula: Words;
  readonly terms: readonly ExplainedTerm[];
}
