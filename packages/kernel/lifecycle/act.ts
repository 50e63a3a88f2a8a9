import type { Instant, Limit } from '../calendar/types.ts';
import type { ActionId } from './actions.ts';
import type { ClassRef, Reporter, Satisfaction, Source, Supervision } from './case.ts';

interface Reasoned {
  readonly reason: string;
}

interface Attached {
  /** Blob hashes or attachment ids; the kernel only asks whether there are any. */
  readonly attachments?: readonly string[];
}

interface Told extends Attached {
  readonly text?: string;
}

interface CheckAnswer extends Told {
  readonly outcome: 'pass' | 'fail';
}

interface CheckOrder {
  readonly taskId: string;
  readonly assigneeId: string;
}

interface Classified {
  readonly classRef: ClassRef;
  readonly conditionId?: string | null;
  readonly limit?: Limit | null;
}

interface Opening extends Attached {
  readonly caseId: string;
  readonly source: Source;
  readonly reporter: Pick<Reporter, 'kind' | 'id'>;
  readonly occurredAt?: Instant | null;
  /** The case this one was split from. */
  readonly splitFrom?: string | null;
}

/** What each action takes. A field the table does not require may be left out; unlisted actions take an optional text. */
export interface Inputs {
  readonly report: Opening & Partial<Classified>;
  readonly self_handle: Opening & Classified & { readonly photosBefore: readonly string[]; readonly photosAfter: readonly string[] };
  readonly reject: Reasoned & Told;
  readonly send_pre_check: CheckOrder;
  readonly answer_pre_check: CheckAnswer;
  /** `conditionMet: false` when a mandatory item of the chosen filing condition is missing. */
  readonly file: Partial<Classified> & { readonly conditionMet?: boolean };
  readonly void: Reasoned;
  readonly dispatch: { readonly unitId: string } & Told;
  readonly return_to_acceptor: Reasoned & Attached;
  readonly assign: { readonly handlerId: string } & Told;
  readonly return_to_dispatcher: Reasoned & Attached;
  readonly return_to_department: Reasoned & Attached;
  readonly submit_handling: Told & { readonly photosAfter?: readonly string[] };
  readonly redo: Reasoned & Attached;
  readonly rework: Reasoned & Attached;
  /** Without an acceptor the case goes back to whoever filed it. */
  readonly forward_close: { readonly acceptorId?: string } & Told;
  readonly send_post_check: CheckOrder;
  readonly answer_post_check: CheckAnswer;
  readonly reject_close: Reasoned & Attached;
  readonly close: { readonly conditionMet?: boolean } & Told;
  readonly force_close: Reasoned & { readonly attachments: readonly string[]; readonly secondPersonId?: string };
  readonly apply_extension: Reasoned & Attached;
  readonly apply_suspension: Reasoned & Attached & { readonly until: Instant };
  readonly review_application: { readonly decision: 'grant' | 'refuse'; readonly reason?: string };
  readonly supervise: Told & { readonly kind: Supervision['kind']; readonly replyRequired: boolean };
  readonly reply_supervise: Attached & { readonly no: number; readonly text: string };
  readonly inspect: Told & { readonly outcome: 'pass' | 'fail' };
  readonly apply_appeal: Reasoned & Attached;
  readonly review_appeal: { readonly decision: 'grant' | 'refuse'; readonly reason?: string };
  readonly reopen: Reasoned & Attached;
  readonly reclassify: Reasoned & Classified;
  readonly link_duplicate: { readonly caseId: string };
  readonly merge: { readonly intoCaseId: string };
  readonly absorb: {
    readonly caseId: string;
    readonly reporters: readonly Reporter[];
    readonly limit: Limit | null;
    readonly dueAt: Instant | null;
  };
  readonly unmerge: Reasoned;
  readonly release: { readonly caseId: string };
  readonly split: { readonly childIds: readonly string[] };
  readonly comment: Attached & { readonly text: string };
  readonly rate: { readonly score: Satisfaction; readonly solved: boolean; readonly text?: string };
}

export type InputOf<A extends ActionId> = A extends keyof Inputs ? Inputs[A] : Told;

/** One thing somebody wants done to a case. */
export type Act = { readonly [A in ActionId]: { readonly action: A; readonly input: InputOf<A> } }[ActionId];

/** Every field an input may have, each optional: what guards and effects read after the table has said which must be there. */
export type AnyInput = { readonly [F in FieldOf<Inputs[keyof Inputs]>]?: ValueOf<Inputs[keyof Inputs], F> | undefined };

type FieldOf<T> = T extends unknown ? keyof T : never;
type ValueOf<T, F extends PropertyKey> = T extends unknown ? (F extends keyof T ? T[F] : never) : never;
