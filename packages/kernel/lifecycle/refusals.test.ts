import { describe, expect, it } from 'vitest';
import type { RefusalWords } from '../refusal-words.ts';
import type { ActionId } from './actions.ts';
import { STANDING } from './example-cases.ts';
import { actor, closing, dispatched, INPUTS, LITTER, PEOPLE, Play } from './example-play.ts';
import { type LifecycleRefusalCode, REFUSALS } from './refusals.ts';
import type { Actor } from './roles.ts';

const HOUR = { value: 1, unit: 'work_hour' } as const;
const atDepartment = () => dispatched('03-02 09:00', HOUR);
const handling = () => atDepartment().does('assign', 'dept_manager');
const withSettings = (play: Play, settings: Partial<Play['settings']>): Play => {
  play.settings = { ...play.settings, ...settings };
  return play;
};
const granted = (play: Play) => play.does('apply_extension', 'dept_manager').does('review_application', 'dispatcher');
const colleague: Actor = { ...PEOPLE.dept_manager, id: 'manager-2' };
const refusedClosing = () => closing(atDepartment()).does('reject_close', 'acceptor');

/** One scene for every code: what it takes to be told so. A code without a scene does not compile. */
const SCENES: Readonly<Record<LifecycleRefusalCode, () => string>> = {
  'lifecycle.unknown_action': () => atDepartment().refusal('teleport' as ActionId, 'admin', {}),
  'lifecycle.action_not_allowed': () => STANDING.reported().refusal('close', 'acceptor'),
  'lifecycle.role_not_allowed': () => STANDING.reported().refusal('file', 'handler'),
  'lifecycle.not_holder': () => atDepartment().refusal('assign', actor('dept_manager', 'manager-9', ['greening'])),
  'lifecycle.reason_required': () => STANDING.reported().refusal('reject', 'acceptor', { reason: ' ' }),
  'lifecycle.input_missing': () => handling().refusal('submit_handling', 'handler', { photosAfter: [] }),
  'lifecycle.class_required': () => STANDING.reported().refusal('file', 'acceptor', { limit: HOUR }),
  'lifecycle.condition_not_met': () => STANDING.reported().refusal('file', 'acceptor', { ...INPUTS.file, conditionMet: false }),
  'lifecycle.same_class': () => atDepartment().refusal('reclassify', 'dispatcher', { classRef: LITTER, reason: '更正' }),
  'lifecycle.same_case': () => STANDING.reported().refusal('merge', 'acceptor', { intoCaseId: 'C1' }),
  'lifecycle.already_claimed': () => STANDING.reported().does('claim', 'acceptor').refusal('claim', 'acceptor'),
  'lifecycle.already_filed': () => STANDING.pending_dispatch().does('return_to_acceptor', 'dispatcher').refusal('reject', 'acceptor'),
  'lifecycle.one_step_filing': () => STANDING.reported().refusal('accept', 'acceptor'),
  'lifecycle.two_step_filing': () => withSettings(STANDING.reported(), { filing: 'two_step' }).refusal('file', 'shift_leader'),
  'lifecycle.needs_shift_leader': () =>
    withSettings(STANDING.reported(), { filing: 'two_step' }).does('accept', 'acceptor').refusal('file', 'acceptor'),
  'lifecycle.class_not_self_handled': () => new Play('03-02 09:00', { selfHandleClasses: ['06012'] }).refusal('self_handle', 'collector'),
  'lifecycle.same_department_required': () => refusedClosing().refusal('dispatch', 'dispatcher', { unitId: 'greening' }),
  'lifecycle.redispatch_required': () => refusedClosing().refusal('return_to_acceptor', 'dispatcher'),
  'lifecycle.post_check_failed': () =>
    STANDING.post_checking().does('answer_post_check', 'collector', { outcome: 'fail' }).refusal('close', 'acceptor'),
  'lifecycle.post_check_required': () => withSettings(STANDING.pending_close(), { postCheckRequired: true }).refusal('close', 'acceptor'),
  'lifecycle.supervision_unanswered': () =>
    STANDING.pending_close().does('supervise', 'leader', { kind: 'leader', replyRequired: true }).refusal('close', 'acceptor'),
  'lifecycle.second_person_required': () =>
    atDepartment().refusal('force_close', 'shift_leader', { ...INPUTS.force_close, secondPersonId: PEOPLE.shift_leader.id }),
  'lifecycle.reopen_window_passed': () => STANDING.closed().at('03-12 11:01').refusal('reopen', 'acceptor'),
  'lifecycle.application_pending': () => handling().does('apply_extension', 'handler').refusal('apply_suspension', 'handler'),
  'lifecycle.no_application': () => handling().refusal('review_application', 'dispatcher'),
  'lifecycle.other_review_level': () => handling().does('apply_extension', 'handler').refusal('review_application', 'dispatcher'),
  'lifecycle.own_application': () =>
    atDepartment()
      .does('apply_extension', 'dept_manager')
      .refusal('review_application', { ...PEOPLE.dept_manager, roles: ['dept_manager', 'dispatcher'] }),
  'lifecycle.extension_limit': () => granted(granted(atDepartment())).refusal('apply_extension', 'dept_manager'),
  'lifecycle.overdue_no_extension': () => atDepartment().at('03-02 10:01').refusal('apply_extension', 'dept_manager'),
  'lifecycle.suspended_once': () => STANDING.suspended().does('resume', 'dispatcher').refusal('apply_suspension', 'dept_manager'),
  'lifecycle.suspension_date_invalid': () =>
    atDepartment().refusal('apply_suspension', 'dept_manager', { reason: '等待', until: Date.parse('2027-03-03') }),
  'lifecycle.suspension_date_passed': () =>
    atDepartment().does('apply_suspension', 'dept_manager').at('05-01 09:00').refusal('review_application', 'dispatcher'),
  'lifecycle.suspension_running': () => STANDING.suspended().refusal('resume', 'system'),
  'lifecycle.not_overtime': () => closing(atDepartment()).does('close', 'acceptor').refusal('apply_appeal', 'dept_manager'),
  'lifecycle.appealed_once': () => STANDING.closed().does('apply_appeal', 'dept_manager').refusal('apply_appeal', colleague),
  'lifecycle.no_appeal': () => STANDING.closed().refusal('review_appeal', 'dispatcher'),
  'lifecycle.supervision_not_open': () =>
    atDepartment().does('supervise', 'leader').refusal('reply_supervise', 'acceptor', { no: 2, text: '好' }),
  'lifecycle.already_linked': () => atDepartment().does('link_duplicate', 'acceptor').refusal('link_duplicate', 'acceptor'),
  'lifecycle.has_merged_cases': () => STANDING.reported().does('absorb', 'acceptor').refusal('merge', 'acceptor'),
  'lifecycle.already_absorbed': () => STANDING.reported().does('absorb', 'acceptor').refusal('absorb', 'acceptor'),
  'lifecycle.not_absorbed': () => STANDING.reported().does('absorb', 'acceptor').refusal('release', 'acceptor', { caseId: 'C7' }),
  'lifecycle.split_limit': () => withSettings(STANDING.reported(), { maxSplitParts: 1 }).refusal('split', 'acceptor'),
  'lifecycle.already_rated': () => STANDING.closed().does('rate', 'citizen').refusal('rate', 'acceptor'),
};

describe('every refusal', () => {
  it.each(Object.entries(SCENES))('%s has a scene in which it is told', (code, scene) => {
    expect(scene()).toBe(code);
  });

  it.each(Object.entries<RefusalWords>(REFUSALS))('%s says what is wrong and what to do next, in both languages', (_code, words) => {
    for (const text of [words.zh, words.next_zh]) expect(text).toMatch(/[\u4e00-\u9fff].*。$/);
    for (const text of [words.en, words.next_en]) expect(text).toMatch(/^[A-Z{].*\.$/);
    expect([400, 403, 404, 409, 422]).toContain(words.status);
  });
});
