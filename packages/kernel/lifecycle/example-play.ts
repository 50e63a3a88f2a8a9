import { createCalendar } from '../calendar/calendar.ts';
import { beijing, CALENDAR_2026 } from '../calendar/example-2026.ts';
import type { Instant, Limit } from '../calendar/types.ts';
import type { Act, InputOf } from './act.ts';
import type { ActionId } from './actions.ts';
import { apply, type Decision } from './apply.ts';
import type { CaseState, ClassRef } from './case.ts';
import type { HistoryEntry } from './fold.ts';
import type { Actor, Role } from './roles.ts';
import { DEFAULT_SETTINGS, type LifecycleSettings } from './settings.ts';

/** The people and the case that the lifecycle tests play with. 示意数据. */
export const calendar2026 = createCalendar(CALENDAR_2026);

export const actor = (role: Role, id: string = role, unitIds: readonly string[] = []): Actor => {
  const kind = role === 'system' || role === 'citizen' ? role : 'person';
  return { id, kind, roles: [role], unitIds };
};

export const PEOPLE = {
  citizen: actor('citizen', 'citizen-1'),
  collector: actor('collector', 'collector-1'),
  acceptor: actor('acceptor', 'acceptor-1'),
  shift_leader: actor('shift_leader', 'leader-on-shift'),
  dispatcher: actor('dispatcher', 'dispatcher-1'),
  dept_manager: actor('dept_manager', 'manager-1', ['sanitation']),
  handler: actor('handler', 'handler-1', ['sanitation']),
  inspector: actor('inspector'),
  leader: actor('leader'),
  evaluator: actor('evaluator'),
  admin: actor('admin'),
  system: actor('system'),
} as const satisfies Record<Role, Actor>;

export const LITTER: ClassRef = { standardRef: 'GB/T 47678.5-2026', kind: 'matter', code: '06010', name: '暴露垃圾', version: 1 };
export const MANHOLE: ClassRef = { standardRef: 'GB/T 47678.5-2026', kind: 'matter', code: '01001', name: '井盖异常', version: 1 };

/** A complete, acceptable input for every action that needs one. */
export const INPUTS = {
  report: { caseId: 'C1', source: 'citizen', reporter: { kind: 'citizen', id: 'citizen-1' } },
  self_handle: {
    caseId: 'C1',
    source: 'collector',
    reporter: { kind: 'person', id: 'collector-1' },
    classRef: LITTER,
    photosBefore: ['before.jpg'],
    photosAfter: ['after.jpg'],
  },
  claim: {},
  reject: { reason: '不属于城市管理范围' },
  send_pre_check: { taskId: 'T1', assigneeId: 'collector-1' },
  answer_pre_check: { outcome: 'pass' },
  accept: {},
  file: { classRef: LITTER, conditionId: 'F1', limit: { value: 4, unit: 'work_hour' } },
  void: { reason: '误报' },
  dispatch: { unitId: 'sanitation' },
  return_to_acceptor: { reason: '类别有误' },
  assign: { handlerId: 'handler-1' },
  revoke_assign: {},
  return_to_dispatcher: { reason: '不属于本部门' },
  return_to_department: { reason: '需要专用车辆' },
  submit_handling: { photosAfter: ['done.jpg'] },
  redo: { reason: '照片不清' },
  confirm: {},
  rework: { reason: '未清理干净' },
  forward_close: {},
  send_post_check: { taskId: 'T2', assigneeId: 'collector-1' },
  answer_post_check: { outcome: 'pass' },
  reject_close: { reason: '核查未通过' },
  close: { conditionMet: true },
  force_close: { reason: '权属争议', attachments: ['minutes.pdf'], secondPersonId: 'leader-2' },
  reopen: { reason: '市民反映未解决' },
  apply_extension: { reason: '雨天' },
  apply_suspension: { reason: '等待管线改造', until: beijing('04-30 09:00') },
  review_application: { decision: 'grant' },
  resume: {},
  apply_appeal: { reason: '道路封闭' },
  review_appeal: { decision: 'grant' },
  supervise: { kind: 'leader', replyRequired: false },
  reply_supervise: { no: 1, text: '已安排' },
  inspect: { outcome: 'pass' },
  reclassify: { classRef: MANHOLE, reason: '现场为井盖问题' },
  link_duplicate: { caseId: 'C9' },
  merge: { intoCaseId: 'C2' },
  absorb: { caseId: 'C3', reporters: [{ kind: 'citizen', id: 'citizen-3', source: 'citizen', caseId: 'C3' }], limit: null, dueAt: null },
  unmerge: { reason: '并非同一问题' },
  release: { caseId: 'C3' },
  split: { childIds: ['C1-1', 'C1-2'] },
  comment: { text: '已联系' },
  rate: { score: 'satisfied', solved: true },
  recompute_clocks: {},
} as const satisfies { [A in ActionId]: InputOf<A> };

export const actOf = (action: ActionId, input: object = INPUTS[action]): Act => ({ action, input }) as Act;

/** A case being played: each `does` is one act at the play's present; refusals throw unless asked for with `tries`. */
export class Play {
  state: CaseState | null = null;
  readonly history: HistoryEntry[] = [];
  now: Instant;
  settings: LifecycleSettings;

  constructor(start: string, settings: Partial<LifecycleSettings> = {}) {
    this.now = beijing(start);
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
  }

  at(local: string): this {
    this.now = beijing(local);
    return this;
  }

  tries(action: ActionId, who: Role | Actor, input?: object): Decision {
    const person = typeof who === 'string' ? PEOPLE[who] : who;
    const act = actOf(action, input);
    const decision = apply(this.state, act, { now: this.now, calendar: calendar2026, actor: person, settings: this.settings });
    if (decision.ok) {
      this.state = decision.next;
      this.history.push({ act, actor: person, at: this.now });
    }
    return decision;
  }

  does(action: ActionId, who: Role | Actor, input?: object): this {
    const decision = this.tries(action, who, input);
    if (!decision.ok) throw new Error(`${action}: ${decision.refusal.code} ${JSON.stringify(decision.refusal.params)}`);
    return this;
  }

  /** The code that refuses this act; fails the test when nothing does. */
  refusal(action: ActionId, who: Role | Actor, input?: object): string {
    const decision = this.tries(action, who, input);
    if (decision.ok) throw new Error(`${action} was not refused`);
    return decision.refusal.code;
  }

  get case(): CaseState {
    if (!this.state) throw new Error('nothing reported yet');
    return this.state;
  }
}

/** Reported, filed and dispatched at one instant, so that the handling clock starts there. */
export function dispatched(start: string, limit: Limit, settings: Partial<LifecycleSettings> = {}): Play {
  return new Play(start, settings)
    .does('report', 'citizen')
    .does('file', 'acceptor', { ...INPUTS.file, limit })
    .does('dispatch', 'dispatcher');
}

export const handled = (play: Play): Play =>
  play.does('assign', 'dept_manager').does('submit_handling', 'handler').does('confirm', 'dept_manager');

export const closing = (play: Play): Play => handled(play).does('forward_close', 'dispatcher');
