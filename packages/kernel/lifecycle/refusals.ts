/** One refusal in words: its HTTP status, what is wrong, and what to do next. `{name}` stands for a parameter of the refusal. */
export interface RefusalWords {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly zh: string;
  readonly en: string;
  readonly next_zh: string;
  readonly next_en: string;
}

const row = (status: RefusalWords['status'], zh: string, en: string, next_zh: string, next_en: string): RefusalWords => ({
  status,
  zh,
  en,
  next_zh,
  next_en,
});

/** Every refusal of the case lifecycle; the error registry spreads this in. */
// biome-ignore format: a table is read by its columns
export const REFUSALS = {
  // 状态 · 角色 · 持有人
  'lifecycle.unknown_action': row(404, '没有名为“{action}”的操作。', 'There is no action called “{action}”.',
    '请从案件的可用操作中选择。', 'Choose one of the actions the case offers.'),
  'lifecycle.action_not_allowed': row(409, '案件当前状态（{state}）不能执行“{action}”。', 'A case in state {state} does not allow “{action}”.',
    '刷新案件，查看当前可用操作。', 'Reload the case and look at the actions it offers now.'),
  'lifecycle.role_not_allowed': row(403, '您的岗位不能执行“{action}”。', 'Your role may not do “{action}”.',
    '请由下列岗位办理：{roles}。', 'Ask one of these roles: {roles}.'),
  'lifecycle.not_holder': row(403, '案件不在您手中。', 'You do not hold this case.',
    '请由当前持有人办理，或请值班长改派。', 'Leave it to whoever holds it, or ask the shift leader to hand it over.'),

  // 输入
  'lifecycle.reason_required': row(422, '请填写理由。', 'A reason is required.',
    '写明理由后重新提交。', 'State the reason and submit again.'),
  'lifecycle.input_missing': row(422, '缺少必填项：{field}。', 'A required field is missing: {field}.',
    '补齐后重新提交。', 'Fill it in and submit again.'),
  'lifecycle.class_required': row(422, '立案前须选择类别。', 'Choose a class before filing.',
    '选择大类、小类及立案条件。', 'Pick the class and its filing condition.'),
  'lifecycle.condition_not_met': row(422, '所选条件的必备项不齐全。', 'The mandatory items of the chosen condition are not all met.',
    '补齐必备项，或另选条件。', 'Complete the items, or choose another condition.'),
  'lifecycle.same_class': row(422, '新类别与原类别相同（{code}）。', 'The new class is the old one ({code}).',
    '选择另一类别。', 'Choose another class.'),
  'lifecycle.same_case': row(422, '案件不能并入自身。', 'A case cannot be joined with itself.',
    '选择另一案件。', 'Choose another case.'),

  // 受理 · 立案
  'lifecycle.already_claimed': row(409, '案件已由您认领。', 'You have already claimed this case.',
    '直接办理。', 'Go on with it.'),
  'lifecycle.already_filed': row(409, '案件已立案，不能再不予受理。', 'The case has been filed and can no longer be refused.',
    '重新立案、发核实，或由值班长作废。', 'File it again, send a verification, or have the shift leader void it.'),
  'lifecycle.one_step_filing': row(409, '本市采用一步立案，无需受理批转。', 'This city files in one step; there is nothing to pass on.',
    '直接立案。', 'File the case.'),
  'lifecycle.two_step_filing': row(409, '本市采用两步立案，须先受理批转。', 'This city files in two steps; the case must be accepted first.',
    '先受理批转，再由值班长立案。', 'Accept it; then the shift leader files it.'),
  'lifecycle.needs_shift_leader': row(403, '此操作现须值班长办理。', 'At this point only the shift leader may do this.',
    '请值班长办理。', 'Ask the shift leader.'),
  'lifecycle.class_not_self_handled': row(422, '类别 {code} 不允许自行处置。', 'Class {code} may not be handled on the spot.',
    '改为上报。', 'Report it instead.'),

  // 派遣 · 处置 · 结案
  'lifecycle.same_department_required': row(409, '结案不通过后须派回原部门。', 'After a refused closing the case goes back to the same department.',
    '派回原部门；如确非其职责，由该部门回退。', 'Dispatch it there; if it is not theirs, that department returns it.'),
  'lifecycle.redispatch_required': row(409, '结案不通过的案件不能回退受理员。', 'A case whose closing was refused cannot go back to the acceptor.',
    '重新派遣。', 'Dispatch it again.'),
  'lifecycle.post_check_failed': row(409, '最近一次核查未通过，不能结案。', 'The last check failed; the case cannot be closed.',
    '结案不通过退回，或再次核查。', 'Refuse the closing, or send another check.'),
  'lifecycle.post_check_required': row(409, '结案前须核查。', 'A check is required before closing.',
    '先发核查。', 'Send a check first.'),
  'lifecycle.supervision_unanswered': row(409, '有督办尚未回复。', 'An urging has not been answered.',
    '先回复督办。', 'Answer it first.'),
  'lifecycle.second_person_required': row(422, '强制结案须另一人复核。', 'Closing by force needs a second person.',
    '请另一人复核后提交。', 'Have a second person agree and submit again.'),
  'lifecycle.reopen_window_passed': row(409, '已超过 {days} 天的重办期限。', 'The reopening window of {days} days has passed.',
    '作为新案件上报，并关联原案件。', 'Report it as a new case and link this one.'),

  // 延期 · 挂账 · 申诉
  'lifecycle.application_pending': row(409, '已有申请待审批。', 'An application is already waiting.',
    '等待审批结果。', 'Wait for its decision.'),
  'lifecycle.no_application': row(409, '没有待审批的申请。', 'There is no application to review.',
    '刷新案件。', 'Reload the case.'),
  'lifecycle.other_review_level': row(403, '申请正在另一级审批（{level}）。', 'The review stands at another level ({level}).',
    '请该级人员审批。', 'Leave it to that level.'),
  'lifecycle.own_application': row(403, '不能审批自己的申请。', 'Nobody reviews their own application.',
    '请同级他人审批。', 'Ask a colleague of the same level.'),
  'lifecycle.extension_limit': row(409, '已延期 {max} 次，不能再申请。', '{max} extensions were granted; there are no more.',
    '按期处置，或申请挂账。', 'Handle it in time, or apply for suspension.'),
  'lifecycle.overdue_no_extension': row(409, '处置已超时，不能申请延期。', 'Handling is overdue and can no longer be extended.',
    '尽快处置；结案后可申诉。', 'Handle it now; an appeal is possible after closing.'),
  'lifecycle.suspended_once': row(409, '案件已挂账过一次。', 'The case has been suspended once already.',
    '继续处置，或申请延期。', 'Go on, or apply for an extension.'),
  'lifecycle.suspension_date_invalid': row(422, '挂账截止日须晚于现在且不超过 {days} 天。', 'The suspension must end in the future and within {days} days.',
    '另选截止日。', 'Choose another date.'),
  'lifecycle.suspension_date_passed': row(409, '申请的挂账截止日已过。', 'The end of the suspension asked for has passed.',
    '不予批准，由部门重新申请。', 'Refuse it; the department may apply again.'),
  'lifecycle.suspension_running': row(409, '挂账未到期。', 'The suspension still runs.',
    '等待到期，或由派遣员提前恢复。', 'Wait for its end, or have a dispatcher resume it early.'),
  'lifecycle.not_overtime': row(409, '处置未超时，无需申诉。', 'Handling was not overdue; there is nothing to appeal.',
    '无需操作。', 'Nothing to do.'),
  'lifecycle.appealed_once': row(409, '案件已申诉过一次。', 'The case has been appealed once already.',
    '以审核结果为准。', 'The decision stands.'),
  'lifecycle.no_appeal': row(409, '没有待审核的申诉。', 'There is no appeal to review.',
    '刷新案件。', 'Reload the case.'),

  // 督办 · 并案 · 拆分 · 评价
  'lifecycle.supervision_not_open': row(409, '该督办不存在或已回复。', 'That urging does not exist or has been answered.',
    '刷新案件。', 'Reload the case.'),
  'lifecycle.already_linked': row(409, '两案已关联。', 'The two cases are linked already.',
    '无需操作。', 'Nothing to do.'),
  'lifecycle.has_merged_cases': row(409, '本案已并入其他案件，不能再并入别案。', 'Other cases were merged into this one; it cannot be merged itself.',
    '改为将对方并入本案，或先撤销并案。', 'Merge the other way round, or unmerge first.'),
  'lifecycle.already_absorbed': row(409, '该案已并入本案。', 'That case has already been merged into this one.',
    '无需操作。', 'Nothing to do.'),
  'lifecycle.not_absorbed': row(409, '该案未并入本案。', 'That case is not merged into this one.',
    '刷新案件。', 'Reload the case.'),
  'lifecycle.split_limit': row(409, '最多拆分 {max} 件。', 'A case splits into at most {max} parts.',
    '减少拆分件数。', 'Split into fewer parts.'),
  'lifecycle.already_rated': row(409, '本次结案已评价。', 'This closing has been rated.',
    '如仍未解决，可申请重办。', 'If it is not solved, ask for reopening.'),
} as const satisfies Readonly<Record<`lifecycle.${string}`, RefusalWords>>;

export type LifecycleRefusalCode = keyof typeof REFUSALS;
