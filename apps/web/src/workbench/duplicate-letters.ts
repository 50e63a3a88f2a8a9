/** Candidates are named by letter in lists and on maps. */
export const LETTERS = 'ABCDEFGHIJ';
