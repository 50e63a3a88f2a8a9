import type { ActionRow } from './action-row.ts';
import { OPEN_STATES, STATE_IDS } from './states.ts';

const BEFORE_DISPATCH = ['reported', 'pending_filing', 'pending_dispatch'] as const;
const AT_DEPARTMENT = ['pending_assign', 'handling'] as const;
const CLOSED = ['closed', 'force_closed'] as const;
const NOT_MERGED = STATE_IDS.filter((id) => id !== 'merged');
const STAYS = { kind: 'aside', to: 'same' } as const;

/**
 * The case lifecycle 案件流程, whole: every action, who may do it, from where to where, what it asks for and what it does to the clocks.
 * Nothing else in the program decides this; the diagram and table in docs/reference/lifecycle.md are printed from here.
 *
 * `to`: a state, `same`, `back` (where a check, a suspension or a merge was entered from) or `granted` (only the last grant moves).
 * `guards` stand in guards.ts, `clocks` in clock-effects.ts, both named as here.
 */
// biome-ignore format: a table is read by its columns
export const ACTIONS = {
  // 信息采集 · 案件建立
  report: { zh: '上报', en: 'Report', kind: 'step',
    roles: ['citizen', 'collector', 'acceptor', 'shift_leader', 'inspector', 'leader', 'dept_manager', 'system'],
    from: ['new'], to: 'reported', input: ['caseId', 'source', 'reporter'], clocks: ['start accept'], event: 'cases.reported' },
  self_handle: { zh: '自行处置', en: 'Handle on the spot', kind: 'step', roles: ['collector'], from: ['new'], to: 'pending_close',
    input: ['caseId', 'source', 'reporter', 'classRef', 'photosBefore', 'photosAfter'], guards: ['self_handle_class'],
    clocks: ['start close'], event: 'cases.self_handled',
    why: 'What a collector settles with two photographs needs no department; it still needs somebody else to close it.' },
  claim: { zh: '认领', en: 'Claim', ...STAYS, roles: ['acceptor', 'shift_leader'], from: ['reported', 'pending_filing', 'pending_close'],
    guards: ['not_mine_yet'], event: 'cases.claimed',
    why: 'Acceptors work from a pool; the shift leader may also take over the case of an acceptor who went off duty.' },
  reject: { zh: '不予受理', en: 'Refuse', kind: 'end', roles: ['acceptor', 'shift_leader'], from: ['reported', 'pending_filing'], to: 'rejected',
    reason: true, guards: ['never_filed'], clocks: ['end accept'], event: 'cases.rejected' },
  send_pre_check: { zh: '发核实', en: 'Send verification', kind: 'step', roles: ['acceptor', 'shift_leader'],
    from: ['reported', 'pending_filing', 'pre_checking'], to: 'pre_checking', input: ['taskId', 'assigneeId'],
    clocks: ['pause accept', 'cut pre_check', 'start pre_check'], event: 'cases.pre_check_sent',
    why: 'Sent again from 核实中 when the collector cannot go: the old task ends without a verdict.' },
  answer_pre_check: { zh: '核实反馈', en: 'Answer verification', kind: 'step', roles: ['collector'], from: ['pre_checking'], to: 'back',
    input: ['outcome'], clocks: ['end pre_check', 'resume accept'], event: 'cases.pre_check_answered' },
  accept: { zh: '受理批转', en: 'Accept', kind: 'step', roles: ['acceptor'], from: ['reported'], to: 'pending_filing',
    guards: ['two_step_filing'], event: 'cases.accepted' },
  file: { zh: '立案', en: 'File', kind: 'step', roles: ['acceptor', 'shift_leader'], from: ['reported', 'pending_filing'], to: 'pending_dispatch',
    guards: ['filing_step', 'class_known', 'condition_met'], clocks: ['end accept', 'start dispatch'], event: 'cases.filed',
    why: 'Straight from 待受理 where the city files in one step; in two steps the shift leader files what an acceptor passed on.' },
  void: { zh: '作废', en: 'Void', kind: 'end', roles: ['acceptor', 'shift_leader'], from: OPEN_STATES, to: 'voided', reason: true,
    guards: ['leader_after_filing'], clocks: ['cut all'], event: 'cases.voided' },

  // 任务派遣 · 任务处理
  dispatch: { zh: '派遣', en: 'Dispatch', kind: 'step', roles: ['dispatcher'], from: ['pending_dispatch'], to: 'pending_assign', input: ['unitId'],
    guards: ['same_department_after_refusal'], clocks: ['end dispatch', 'hand_over handle'], event: 'cases.dispatched',
    why: 'The handling clock starts, resumes for the department that had returned the case, or starts a new round for another one.' },
  return_to_acceptor: { zh: '回退受理员', en: 'Return to acceptor', kind: 'return', roles: ['dispatcher'], from: ['pending_dispatch'],
    to: 'pending_filing', reason: true, guards: ['not_after_close_refusal'], clocks: ['end dispatch', 'start accept'], event: 'cases.returned' },
  assign: { zh: '指派', en: 'Assign', kind: 'step', roles: ['dept_manager'], from: ['pending_assign'], to: 'handling', input: ['handlerId'],
    event: 'cases.assigned' },
  revoke_assign: { zh: '撤销指派', en: 'Revoke assignment', kind: 'step', roles: ['dept_manager'], from: ['handling'], to: 'pending_assign',
    event: 'cases.assignment_revoked' },
  return_to_dispatcher: { zh: '回退派遣员', en: 'Return to dispatcher', kind: 'return', roles: ['dept_manager'], from: ['pending_assign'],
    to: 'pending_dispatch', reason: true, clocks: ['pause handle', 'start dispatch'], event: 'cases.returned',
    why: 'Only before a handler has it: the department revokes the assignment first.' },
  return_to_department: { zh: '退回部门', en: 'Return to department', kind: 'return', roles: ['handler'], from: ['handling'], to: 'pending_assign',
    reason: true, event: 'cases.returned',
    why: 'The handling clock runs on: it is the department’s clock, not the handler’s.' },
  submit_handling: { zh: '处置反馈', en: 'Submit handling', kind: 'step', roles: ['handler'], from: ['handling'], to: 'pending_confirm',
    guards: ['photos_after'], event: 'cases.handling_submitted' },
  redo: { zh: '部门打回', en: 'Redo', kind: 'return', roles: ['dept_manager'], from: ['pending_confirm'], to: 'handling', reason: true,
    event: 'cases.redo_ordered' },
  confirm: { zh: '部门确认批转', en: 'Confirm', kind: 'step', roles: ['dept_manager'], from: ['pending_confirm'], to: 'pending_review',
    clocks: ['end handle'], event: 'cases.handled',
    why: 'The verdict on handling falls here: the time on the department’s own desk counts.' },

  // 处理反馈 · 核查结案
  rework: { zh: '返工', en: 'Rework', kind: 'return', roles: ['dispatcher'], from: ['pending_review'], to: 'pending_assign', reason: true,
    clocks: ['new_round handle'], event: 'cases.rework_ordered' },
  forward_close: { zh: '批转结案', en: 'Forward to closing', kind: 'step', roles: ['dispatcher'], from: ['pending_review'], to: 'pending_close',
    clocks: ['start close'], event: 'cases.forwarded_to_close' },
  send_post_check: { zh: '发核查', en: 'Send check', kind: 'step', roles: ['acceptor', 'shift_leader'], from: ['pending_close', 'post_checking'],
    to: 'post_checking', input: ['taskId', 'assigneeId'], clocks: ['pause close', 'cut post_check', 'start post_check'],
    event: 'cases.post_check_sent' },
  answer_post_check: { zh: '核查反馈', en: 'Answer check', kind: 'step', roles: ['collector'], from: ['post_checking'], to: 'back',
    input: ['outcome'], clocks: ['end post_check', 'resume close'], event: 'cases.post_check_answered' },
  reject_close: { zh: '结案不通过', en: 'Refuse closing', kind: 'return', roles: ['acceptor', 'shift_leader'], from: ['pending_close'],
    to: 'pending_dispatch', reason: true, clocks: ['end close', 'start dispatch'], event: 'cases.close_refused',
    why: 'Back to a dispatcher on duty, who sends it to the same department; it counts as rework.' },
  close: { zh: '结案', en: 'Close', kind: 'end', roles: ['acceptor', 'shift_leader'], from: ['pending_close'], to: 'closed',
    guards: ['closing_step', 'condition_met', 'post_check_settled', 'supervisions_answered'], clocks: ['end close'], event: 'cases.closed',
    why: 'An explicit act, even after a check that passed.' },
  force_close: { zh: '强制结案', en: 'Close by force', kind: 'end', roles: ['shift_leader', 'admin'], from: OPEN_STATES, to: 'force_closed', reason: true,
    input: ['attachments'], guards: ['second_person'], clocks: ['cut all'], event: 'cases.force_closed',
    why: 'The way out of every stuck case, made expensive: reason, attachment, second person, and it never counts as in time.' },
  reopen: { zh: '重办', en: 'Reopen', kind: 'return', roles: ['acceptor', 'shift_leader'], holder: 'anyone', from: ['closed'], to: 'pending_dispatch',
    reason: true, guards: ['reopen_window'], clocks: ['start dispatch'], event: 'cases.reopened',
    why: 'Closed is not solved: the citizen says so, an acceptor judges. After the window a new report is the right way.' },

  // 延期 · 挂账 · 申诉
  apply_extension: { zh: '申请延期', en: 'Apply for extension', ...STAYS, kind: 'request', roles: ['handler', 'dept_manager'],
    from: AT_DEPARTMENT, reason: true, guards: ['no_application', 'extensions_left', 'not_overdue'], event: 'cases.extension_applied' },
  apply_suspension: { zh: '申请挂账', en: 'Apply for suspension', ...STAYS, kind: 'request', roles: ['handler', 'dept_manager'],
    from: AT_DEPARTMENT, reason: true, input: ['until'], guards: ['no_application', 'never_suspended', 'suspension_date'],
    event: 'cases.suspension_applied' },
  review_application: { zh: '审批申请', en: 'Review application', kind: 'request', roles: ['dept_manager', 'dispatcher'], from: AT_DEPARTMENT,
    to: 'granted', input: ['decision'], guards: ['application_at_my_level', 'not_own_application', 'suspension_still_ahead'],
    clocks: ['grant handle'], event: 'cases.application_reviewed',
    why: 'Two levels when a handler applied. What was applied for in time may be granted later: the wait is not the department’s fault.' },
  resume: { zh: '恢复', en: 'Resume', kind: 'step', roles: ['dispatcher', 'system'], from: ['suspended'], to: 'back', guards: ['suspension_over'],
    clocks: ['resume handle'], event: 'cases.resumed',
    why: 'The clock resumes at the agreed date even when the job wakes up late: lateness of ours gives no time away.' },
  apply_appeal: { zh: '申诉', en: 'Appeal', ...STAYS, kind: 'request', roles: ['dept_manager'], from: CLOSED, reason: true,
    guards: ['handling_overtime', 'first_appeal'], event: 'cases.appeal_applied' },
  review_appeal: { zh: '申诉审核', en: 'Review appeal', ...STAYS, kind: 'request', roles: ['dispatcher', 'acceptor', 'shift_leader'],
    from: CLOSED, input: ['decision'], guards: ['appeal_at_my_level'], event: 'cases.appeal_reviewed',
    why: 'Dispatcher first, then acceptor; a refusal at either level is final. A grant sets 不计超时 and leaves the verdict as it was.' },

  // 督办 · 督查 · 改类 · 并案 · 拆分 · 评价
  supervise: { zh: '督办', en: 'Urge', ...STAYS, roles: ['leader', 'inspector', 'shift_leader'], holder: 'anyone', from: OPEN_STATES,
    input: ['kind', 'replyRequired'], event: 'cases.supervised' },
  reply_supervise: { zh: '督办回复', en: 'Reply to urging', ...STAYS, roles: ['dept_manager', 'handler', 'dispatcher', 'acceptor', 'shift_leader'],
    from: OPEN_STATES, input: ['no', 'text'], guards: ['supervision_open'], event: 'cases.supervision_replied' },
  inspect: { zh: '督查', en: 'Inspect', ...STAYS, roles: ['inspector'],
    from: ['pending_review', 'pending_close', 'post_checking', 'closed', 'force_closed'], input: ['outcome'], event: 'cases.inspected' },
  reclassify: { zh: '改类', en: 'Reclassify', ...STAYS, roles: ['acceptor', 'shift_leader', 'dispatcher'], from: OPEN_STATES, reason: true,
    input: ['classRef'], guards: ['other_class'], clocks: ['replay handle'], event: 'cases.reclassified',
    why: 'A new class may mean another limit and another department: the limit counts from the original start, and routing runs again.' },
  link_duplicate: { zh: '关联重复', en: 'Link duplicate', ...STAYS, roles: ['acceptor', 'shift_leader', 'dispatcher'], holder: 'anyone',
    from: STATE_IDS, input: ['caseId'], guards: ['not_linked_yet'], event: 'cases.duplicate_linked' },
  merge: { zh: '并案', en: 'Merge into', kind: 'end', roles: ['acceptor', 'shift_leader'], from: [...BEFORE_DISPATCH, ...AT_DEPARTMENT], to: 'merged',
    input: ['intoCaseId'], guards: ['leader_after_dispatch', 'no_merged_cases', 'no_application', 'other_case'], clocks: ['cut all'], event: 'cases.merged',
    why: 'This case is the one that disappears into another; the other one records `absorb` in the same transaction.' },
  absorb: { zh: '并入', en: 'Absorb', ...STAYS, roles: ['acceptor', 'shift_leader'], holder: 'anyone', from: OPEN_STATES,
    input: ['caseId', 'reporters'], guards: ['not_absorbed_yet', 'other_case'], clocks: ['shorten handle'], event: 'cases.absorbed',
    why: 'Keeps every reporter, and the earliest deadline wins.' },
  unmerge: { zh: '撤销并案', en: 'Unmerge', kind: 'step', roles: ['acceptor', 'shift_leader'], holder: 'anyone', from: ['merged'], to: 'back', reason: true,
    event: 'cases.unmerged', why: 'The case stands exactly where it stood, its clocks as if it had never been merged.' },
  release: { zh: '拆出并案', en: 'Release', ...STAYS, roles: ['acceptor', 'shift_leader'], holder: 'anyone', from: NOT_MERGED, input: ['caseId'],
    guards: ['absorbed'], clocks: ['lengthen handle'], event: 'cases.released',
    why: 'The counterpart of unmerge, also after closing: a case merged wrongly must find its way out.' },
  split: { zh: '拆分', en: 'Split', ...STAYS, roles: ['acceptor', 'shift_leader'], from: BEFORE_DISPATCH, input: ['childIds'],
    guards: ['split_parts'], event: 'cases.split', why: 'The parts are reports of their own that name this case; one level, as in Amsterdam.' },
  comment: { zh: '备注', en: 'Comment', ...STAYS, holder: 'anyone', from: STATE_IDS, input: ['text'], event: 'cases.commented',
    roles: ['collector', 'acceptor', 'shift_leader', 'dispatcher', 'dept_manager', 'handler', 'inspector', 'leader', 'evaluator', 'admin', 'citizen'] },
  rate: { zh: '满意度评价', en: 'Rate', ...STAYS, roles: ['citizen', 'acceptor', 'shift_leader'], from: CLOSED, input: ['score', 'solved'],
    guards: ['not_rated_yet'], event: 'cases.rated', why: 'By the citizen’s own link, or by an acceptor on the telephone 回访.' },
  recompute_clocks: { zh: '重算时限', en: 'Recompute clocks', ...STAYS, roles: ['system', 'admin'], from: OPEN_STATES,
    clocks: ['recompute all'], event: 'cases.clocks_recomputed', why: 'After a change of the calendar; closed results never change.' },
} as const satisfies Record<string, ActionRow>;

export type ActionId = keyof typeof ACTIONS;

export const ACTION_IDS = Object.keys(ACTIONS) as readonly ActionId[];

/** The row of an action with its optional columns, as the engine reads it. */
export const actionRow = (id: ActionId): ActionRow => ACTIONS[id];
