/** Made-up cases that wait at somebody's desk when the demonstration opens, so that every post finds something to do. */
export interface WaitingWork {
  /** The step that nobody has done yet. */
  readonly before: string;
  readonly count: number;
  /** Reported between so many minutes before the present. */
  readonly agoMinutes: readonly [number, number];
  readonly postponed?: true;
}

const hours = 60;
const days = 24 * hours;

export const waitingWork: readonly WaitingWork[] = [
  { before: 'send_pre_check', count: 4, agoMinutes: [2, 14] },
  { before: 'file', count: 6, agoMinutes: [3, 45] },
  { before: 'answer_pre_check', count: 4, agoMinutes: [15, 50] },
  { before: 'dispatch', count: 6, agoMinutes: [20, 80] },
  { before: 'assign', count: 6, agoMinutes: [1 * hours, 5 * hours] },
  { before: 'submit_handling', count: 14, agoMinutes: [3 * hours, 4 * days] },
  { before: 'review_application', count: 4, agoMinutes: [1 * days, 3 * days], postponed: true },
  { before: 'confirm', count: 5, agoMinutes: [1 * days, 6 * days] },
  { before: 'forward_close', count: 5, agoMinutes: [1 * days, 6 * days] },
  { before: 'answer_post_check', count: 4, agoMinutes: [1 * days, 5 * days] },
  { before: 'close', count: 6, agoMinutes: [1 * days, 6 * days] },
];
