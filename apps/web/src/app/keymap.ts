/** A key of the workbench. `then` is the second stroke of a pair such as G M. */
export type Command =
  | 'next'
  | 'previous'
  | 'open'
  | 'dispatch'
  | 'accept'
  | 'reject'
  | 'merge'
  | 'escalate'
  | 'select'
  | 'search'
  | 'map'
  | 'help'
  | 'undo'
  | 'report'
  | 'home'
  | 'cases';

export interface Binding {
  readonly command: Command;
  readonly keys: readonly string[];
}

export const bindings: readonly Binding[] = [
  { command: 'next', keys: ['j'] },
  { command: 'previous', keys: ['k'] },
  { command: 'open', keys: ['Enter'] },
  { command: 'dispatch', keys: ['d'] },
  { command: 'accept', keys: ['a'] },
  { command: 'reject', keys: ['r'] },
  { command: 'merge', keys: ['m'] },
  { command: 'escalate', keys: ['e'] },
  { command: 'select', keys: ['x'] },
  { command: 'report', keys: ['n'] },
  { command: 'undo', keys: ['z'] },
  { command: 'search', keys: ['/'] },
  { command: 'map', keys: ['g', 'm'] },
  { command: 'home', keys: ['g', 'h'] },
  { command: 'cases', keys: ['g', 'c'] },
  { command: 'help', keys: ['?'] },
];

/** A pair must be typed within this time. */
export const PAIR_MS = 1_200;

export interface Stroke {
  readonly key: string;
  readonly atMs: number;
  readonly modified: boolean;
  /** The focus is in a text field, a select or a dialog: single keys belong to it. */
  readonly typing: boolean;
}

export interface Pending {
  readonly key: string;
  readonly atMs: number;
}

/** Reads one stroke: the command it completes, and the first half of a pair to remember. Letters count in either case. */
export function readStroke(stroke: Stroke, pending: Pending | null): { command: Command | null; pending: Pending | null } {
  if (stroke.modified || stroke.typing) return { command: null, pending: null };
  const key = stroke.key.length === 1 ? stroke.key.toLowerCase() : stroke.key;
  if (pending && stroke.atMs - pending.atMs <= PAIR_MS) {
    const pair = bindings.find((each) => each.keys.length === 2 && each.keys[0] === pending.key && each.keys[1] === key);
    if (pair) return { command: pair.command, pending: null };
  }
  const single = bindings.find((each) => each.keys.length === 1 && each.keys[0] === key);
  if (single) return { command: single.command, pending: null };
  const opensPair = bindings.some((each) => each.keys.length === 2 && each.keys[0] === key);
  return { command: null, pending: opensPair ? { key, atMs: stroke.atMs } : null };
}
