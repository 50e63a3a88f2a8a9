import { describe, expect, it } from 'vitest';
import { ACTION_IDS, actionRow } from './actions.ts';
import { targetsOf } from './diagram.ts';

/**
 * The arrows of the rule book, written down by hand and not from the table: `from action to`. Void and force-close leave from every
 * open state and stand in their own test. A change of the table has to be made here too, on purpose.
 */
const ARROWS = `
new                report                reported
new                self_handle           pending_close
reported           reject                rejected
pending_filing     reject                rejected
reported           send_pre_check        pre_checking
pending_filing     send_pre_check        pre_checking
pre_checking       send_pre_check        pre_checking
pre_checking       answer_pre_check      reported
pre_checking       answer_pre_check      pending_filing
reported           accept                pending_filing
reported           file                  pending_dispatch
pending_filing     file                  pending_dispatch
pending_dispatch   dispatch              pending_assign
pending_dispatch   return_to_acceptor    pending_filing
pending_assign     assign                handling
handling           revoke_assign         pending_assign
pending_assign     return_to_dispatcher  pending_dispatch
handling           return_to_department  pending_assign
handling           submit_handling       pending_confirm
pending_confirm    redo                  handling
pending_confirm    confirm               pending_review
pending_review     rework                pending_assign
pending_review     forward_close         pending_close
pending_close      send_post_check       post_checking
post_checking      send_post_check       post_checking
post_checking      answer_post_check     pending_close
pending_close      reject_close          pending_dispatch
pending_close      close                 closed
closed             reopen                pending_dispatch
pending_assign     review_application    suspended
handling           review_application    suspended
suspended          resume                pending_assign
suspended          resume                handling
reported           merge                 merged
pending_filing     merge                 merged
pending_dispatch   merge                 merged
pending_assign     merge                 merged
handling           merge                 merged
merged             unmerge               reported
merged             unmerge               pending_filing
merged             unmerge               pending_dispatch
merged             unmerge               pending_assign
merged             unmerge               handling
`;

const FROM_EVERYWHERE: readonly string[] = ['void', 'force_close'];

const OPEN = [
  'reported',
  'pre_checking',
  'pending_filing',
  'pending_dispatch',
  'pending_assign',
  'handling',
  'pending_confirm',
  'suspended',
  'pending_review',
  'pending_close',
  'post_checking',
];

describe('the table', () => {
  it('has the arrows of the rule book and no others', () => {
    const written = ARROWS.trim()
      .split('\n')
      .map((line) => line.split(/\s+/).join(' '));
    const inTable = ACTION_IDS.filter((action) => !FROM_EVERYWHERE.includes(action)).flatMap((action) =>
      actionRow(action).from.flatMap((from) => targetsOf(action, from).map((to) => `${from} ${action} ${to}`)),
    );
    expect(inTable.toSorted()).toEqual(written.toSorted());
  });

  it('lets void and force-close leave from every open state', () => {
    expect(actionRow('void')).toMatchObject({ from: OPEN, to: 'voided' });
    expect(actionRow('force_close')).toMatchObject({ from: OPEN, to: 'force_closed' });
  });

  it('asks a reason for every return', () => {
    const returns = ACTION_IDS.filter((action) => actionRow(action).kind === 'return');
    expect(returns.filter((action) => !actionRow(action).reason)).toEqual([]);
    expect(returns).toContain('return_to_dispatcher');
  });

  it('names each event once in the past tense, but for the three returns that are one', () => {
    const events = ACTION_IDS.map((action) => actionRow(action).event);
    const shared = events.filter((event, index) => events.indexOf(event) !== index);
    expect(new Set(shared)).toEqual(new Set(['cases.returned']));
    for (const event of events) expect(event).toMatch(/^cases\.[a-z_]+$/);
  });
});
