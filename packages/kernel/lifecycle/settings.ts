import type { Limit } from '../calendar/types.ts';

/** What a city may decide about its case loop. Data of the city package; every value has a default. */
export interface LifecycleSettings {
  /** Allowances of the step clocks; all continuous by default, so an operator's 15 minutes run through the lunch break. */
  readonly allowances: Readonly<Record<StepClockKind, Limit>>;
  /** The handling limit of a case whose class has no condition row. */
  readonly defaultLimit: Limit;
  /** `two_step`: an acceptor passes on (受理批转) and the shift leader files. */
  readonly filing: 'one_step' | 'two_step';
  /** `two_step`: only the shift leader closes. */
  readonly closing: 'one_step' | 'two_step';
  /** A new handling round after rework gets the full limit, or what the last round left unused. */
  readonly reworkClock: 'restart' | 'remaining';
  /** Granted extensions per case; refused ones do not count. */
  readonly maxExtensions: number;
  readonly maxSuspensionDays: number;
  /** How long after closing a case may be reopened. */
  readonly reopenDays: number;
  readonly forceCloseNeedsSecondPerson: boolean;
  readonly photosAfterRequired: boolean;
  readonly postCheckRequired: boolean;
  /** Class codes a collector may settle on the spot; null allows all. */
  readonly selfHandleClasses: readonly string[] | null;
  readonly maxSplitParts: number;
  /** The light turns amber when no more than this share of the allowance is left. */
  readonly warnShare: number;
}

/** Clocks whose allowance belongs to the step; the handling clock takes its allowance from the case. */
export type StepClockKind = 'accept' | 'dispatch' | 'pre_check' | 'post_check' | 'close';

export type ClockKind = StepClockKind | 'handle';

/** The clocks of a case in the order of the loop. */
export const CLOCKS = {
  accept: { zh: '受理', en: 'Accept' },
  pre_check: { zh: '核实', en: 'Verification' },
  dispatch: { zh: '派遣', en: 'Dispatch' },
  handle: { zh: '处置', en: 'Handle' },
  close: { zh: '结案', en: 'Close' },
  post_check: { zh: '核查', en: 'Check' },
} as const satisfies Record<ClockKind, { readonly zh: string; readonly en: string }>;

const minutes = (value: number): Limit => ({ value, unit: 'urgent_minute' });

export const DEFAULT_SETTINGS: LifecycleSettings = {
  allowances: { accept: minutes(15), dispatch: minutes(15), pre_check: minutes(30), post_check: minutes(30), close: minutes(15) },
  defaultLimit: { value: 4, unit: 'work_hour' },
  filing: 'one_step',
  closing: 'one_step',
  reworkClock: 'restart',
  maxExtensions: 2,
  maxSuspensionDays: 365,
  reopenDays: 10,
  forceCloseNeedsSecondPerson: true,
  photosAfterRequired: true,
  postCheckRequired: false,
  selfHandleClasses: null,
  maxSplitParts: 10,
  warnShare: 0.2,
};
