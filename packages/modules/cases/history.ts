import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Act } from '@chengmai/kernel/lifecycle/act.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import type { Actor } from '@chengmai/kernel/lifecycle/roles.ts';

/** One entry of the append-only history, ready to be written. `action` is a kernel action, or `undo`. */
export interface HistoryRow {
  readonly caseId: string;
  readonly seq: number;
  readonly action: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly at: Instant;
  readonly actorId: string;
  readonly actorName: string;
  readonly actorRole: string | null;
  readonly actorUnit: string | null;
  readonly actor: Actor;
  readonly reason: string | null;
  /** Everything the kernel needs to do it again; no personal data. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly trace: string;
  /** What it was judged by. */
  readonly rules: Rules;
}

/** Versions of the calendar and of the lifecycle settings. */
export interface Rules {
  readonly calendar: number;
  readonly lifecycle: number;
}

/** Who acts, as shown in the history. */
export interface Signature {
  readonly actor: Actor;
  readonly name: string;
  readonly role: string | null;
  readonly unitName: string | null;
}

const reasonOf = (input: Readonly<Record<string, unknown>>): string | null =>
  typeof input.reason === 'string' ? input.reason : typeof input.text === 'string' ? input.text : null;

/** The entry that records `act` between two states; the entry's number is the version it makes. */
export function historyRow(
  before: CaseState | null,
  after: CaseState,
  act: Act,
  by: Signature,
  at: Instant,
  trace: string,
  rules: Rules,
): HistoryRow {
  const input = act.input as Readonly<Record<string, unknown>>;
  return {
    caseId: after.id,
    seq: after.version,
    action: act.action,
    fromState: before?.state ?? null,
    toState: after.state,
    at,
    actorId: by.actor.id,
    actorName: by.name,
    actorRole: by.role,
    actorUnit: by.unitName,
    actor: by.actor,
    reason: reasonOf(input),
    input,
    trace,
    rules,
  };
}
