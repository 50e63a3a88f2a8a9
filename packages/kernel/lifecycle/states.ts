import type { Role } from './roles.ts';

/** The seven stages 七步 shown to people, and `end` for cases that never reached handling. */
export const STAGES = {
  collect: { zh: '信息采集', en: 'Collect' },
  file: { zh: '案件建立', en: 'File' },
  dispatch: { zh: '任务派遣', en: 'Dispatch' },
  handle: { zh: '任务处理', en: 'Handle' },
  feedback: { zh: '处理反馈', en: 'Feedback' },
  close: { zh: '核查结案', en: 'Check and close' },
  evaluate: { zh: '综合评价', en: 'Evaluate' },
  end: { zh: '终止', en: 'Ended' },
} as const;

export type Stage = keyof typeof STAGES;

interface StateRow {
  readonly zh: string;
  readonly en: string;
  readonly stage: Stage;
  /** The post whose turn it is; null when nobody owes the case anything. */
  readonly holder: Role | null;
}

/** Where a case can stand. 核实 (pre-check) asks whether the problem exists, 核查 (post-check) whether it is gone. */
export const STATES = {
  reported: { zh: '待受理', en: 'Reported', stage: 'collect', holder: 'acceptor' },
  pre_checking: { zh: '核实中', en: 'Being verified', stage: 'collect', holder: 'collector' },
  pending_filing: { zh: '待立案', en: 'To be filed', stage: 'file', holder: 'acceptor' },
  pending_dispatch: { zh: '待派遣', en: 'To be dispatched', stage: 'dispatch', holder: 'dispatcher' },
  pending_assign: { zh: '待指派', en: 'To be assigned', stage: 'handle', holder: 'dept_manager' },
  handling: { zh: '处置中', en: 'Being handled', stage: 'handle', holder: 'handler' },
  pending_confirm: { zh: '待部门确认', en: 'To be confirmed by the department', stage: 'handle', holder: 'dept_manager' },
  suspended: { zh: '挂账', en: 'Suspended', stage: 'handle', holder: 'dept_manager' },
  pending_review: { zh: '待派遣员把关', en: 'To be reviewed', stage: 'feedback', holder: 'dispatcher' },
  pending_close: { zh: '待结案', en: 'To be closed', stage: 'close', holder: 'acceptor' },
  post_checking: { zh: '核查中', en: 'Being checked', stage: 'close', holder: 'collector' },
  closed: { zh: '已结案', en: 'Closed', stage: 'evaluate', holder: null },
  force_closed: { zh: '强制结案', en: 'Closed by force', stage: 'evaluate', holder: null },
  rejected: { zh: '不予受理', en: 'Not accepted', stage: 'end', holder: null },
  voided: { zh: '作废', en: 'Voided', stage: 'end', holder: null },
  merged: { zh: '已并案', en: 'Merged', stage: 'end', holder: null },
} as const satisfies Record<string, StateRow>;

export type StateId = keyof typeof STATES;

/** Before its report a case has no state; the table writes that as `new`. */
export type FromState = StateId | 'new';

export const STATE_IDS = Object.keys(STATES) as readonly StateId[];

/** Somebody still owes these cases a step. */
export const OPEN_STATES = STATE_IDS.filter((id) => STATES[id].holder !== null);

export const isOpen = (state: StateId): boolean => STATES[state].holder !== null;
