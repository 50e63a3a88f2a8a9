import type { ActionId } from './actions.ts';
import { closing, dispatched, handled, INPUTS, Play } from './example-play.ts';
import type { LifecycleSettings } from './settings.ts';
import type { FromState } from './states.ts';

const LIMIT = { value: 1, unit: 'work_hour' } as const;
const atDepartment = () => dispatched('03-02 09:00', LIMIT);
const reported = () => new Play('03-02 09:00').does('report', 'citizen');
/** With another case merged in, which ending does not let go. */
const withGuest = (play: Play) => play.does('absorb', 'acceptor');

/** One case standing in each state, held by the people of example-play. */
export const STANDING: Readonly<Record<FromState, () => Play>> = {
  new: () => new Play('03-02 09:00'),
  reported,
  pre_checking: () => reported().does('send_pre_check', 'acceptor'),
  pending_filing: () => {
    const play = reported();
    play.settings = { ...play.settings, filing: 'two_step' };
    play.does('accept', 'acceptor');
    play.settings = { ...play.settings, filing: 'one_step' };
    return play;
  },
  pending_dispatch: () => reported().does('file', 'acceptor'),
  pending_assign: atDepartment,
  handling: () => atDepartment().does('assign', 'dept_manager'),
  pending_confirm: () => atDepartment().does('assign', 'dept_manager').does('submit_handling', 'handler'),
  suspended: () => atDepartment().does('apply_suspension', 'dept_manager').does('review_application', 'dispatcher', { decision: 'grant' }),
  pending_review: () => handled(atDepartment()),
  pending_close: () => closing(atDepartment()),
  post_checking: () => closing(atDepartment()).does('send_post_check', 'acceptor'),
  // Closed after an overdue handling, so that an appeal has something to say.
  closed: () => closing(withGuest(atDepartment().at('03-02 11:00'))).does('close', 'acceptor'),
  force_closed: () => withGuest(atDepartment().at('03-02 11:00')).does('force_close', 'shift_leader'),
  rejected: () => withGuest(reported()).does('reject', 'acceptor'),
  voided: () => withGuest(reported()).does('void', 'acceptor'),
  merged: () => reported().does('merge', 'acceptor'),
};

const otherManager = { id: 'manager-2', kind: 'person', roles: ['dept_manager'], unitIds: ['sanitation'] } as const;

/** What has to have happened before an action makes sense. */
export const PREPARED: Readonly<Partial<Record<ActionId, (play: Play) => unknown>>> = {
  review_application: (play) =>
    play.tries('apply_extension', 'handler').ok || play.tries('apply_extension', otherManager, INPUTS.apply_extension),
  review_appeal: (play) => play.tries('apply_appeal', 'dept_manager'),
  reply_supervise: (play) => play.tries('supervise', 'leader'),
  release: (play) => play.tries('absorb', 'acceptor'),
};

export const SETTINGS_FOR: Readonly<Partial<Record<ActionId, Partial<LifecycleSettings>>>> = {
  accept: { filing: 'two_step' },
};
