import type { Instant } from '../calendar/types.ts';

export type Verdict = 'intime' | 'overtime' | 'unknown';

/** A step with a clock. The verdict is taken as given, else from the times: overdue iff ended after due (equal is in time). */
export interface StepOutline {
  readonly startedAt?: Instant | null;
  readonly dueAt?: Instant | null;
  readonly endedAt?: Instant | null;
  readonly verdict?: Verdict;
}

/** A 核实 or 核查 task. `sentAt` stands for the start; `sentInTime` is the verdict of the acceptor's own step when the task went out. */
export interface CheckOutline {
  readonly sentAt: Instant;
  readonly dueAt?: Instant | null;
  readonly answeredAt?: Instant | null;
  readonly verdict?: Verdict;
  readonly sentInTime?: boolean;
  readonly checker?: string | null;
}

export interface DispatchOutline extends StepOutline {
  readonly startedAt: Instant;
  /** The department sent it back as "not ours". */
  readonly wrong?: boolean;
  readonly dispatcher?: string | null;
}

/** One handling round. A transfer to another department ends the old round (`transferred`) and begins a new one. */
export interface RoundOutline extends StepOutline {
  readonly startedAt: Instant;
  readonly cause: 'dispatch' | 'rework' | 'transfer' | 'reopen';
  /** How the round ended; `confirmed` by the department is the only way to count as handled. Null while it runs. */
  readonly outcome?: 'confirmed' | 'transferred' | 'stopped' | null;
  readonly unit?: string | null;
  readonly handler?: string | null;
  readonly usedMinutes?: number;
  readonly allowanceMinutes?: number;
}

export interface CloseOutline extends StepOutline {
  /** Some sources know that a case is closed, not when: then `endedAt` is null and `closed` true. */
  readonly closed: boolean;
  readonly forced?: boolean;
}

/** What evaluation needs to know of a case; the cases module fills it from the history. Lists are in order of time. */
export interface FactInput {
  readonly id: string;
  readonly source: 'public' | 'collector' | 'other';
  readonly reportedAt: Instant;
  readonly accept?: StepOutline;
  readonly filedAt?: Instant | null;
  readonly fileVerdict?: Verdict;
  readonly rejectedAt?: Instant | null;
  readonly voidedAt?: Instant | null;
  readonly preChecks?: readonly CheckOutline[];
  readonly dispatches?: readonly DispatchOutline[];
  readonly rounds?: readonly RoundOutline[];
  readonly postChecks?: readonly CheckOutline[];
  readonly returns?: readonly { readonly at: Instant; readonly unit?: string | null }[];
  readonly postponements?: readonly { readonly at: Instant; readonly unit?: string | null }[];
  readonly suspension?: { readonly from: Instant; readonly to: Instant | null };
  /** `dueAt`: the bundled deadline where the city sets one, else that of the last handling round; null while the clock stands. */
  readonly close?: CloseOutline;
  readonly reopened?: { readonly closedAt: Instant; readonly at: Instant };
  /** A granted appeal: the overdue moves to the in-time counter, nothing else changes. */
  readonly overdueExempt?: boolean;
  readonly missed?: boolean;
  readonly selfHandled?: boolean;
  readonly visit?: { readonly at: Instant; readonly answer: 'very_satisfied' | 'satisfied' | 'dissatisfied' | null };
  /** Earlier cases of the class at the place within 90 days, see `recurrence`. */
  readonly recurrence90d?: number;
  /** The unit that answers for the case while it has no handling round; afterwards that of the last round does. */
  readonly unit?: string | null;
  /** `dutyCollector`: whose grid it happened in, whoever reported it. */
  readonly people?: Partial<Record<'reporter' | 'dutyCollector' | 'acceptor' | 'filer' | 'closer', string | null>>;
}
