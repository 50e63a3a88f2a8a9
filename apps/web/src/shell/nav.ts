import type { Role } from '@chengmai/kernel/lifecycle/roles.ts';
import type { WordKey } from '../i18n/words.ts';

interface NavEntry {
  readonly to: '/' | '/cases/{-$caseId}' | '/eval' | '/admin/{-$section}';
  readonly word: WordKey;
  /** Absent: everybody. The server decides what is allowed; this only spares people dead ends. */
  readonly roles?: readonly Role[];
}

const entries: readonly NavEntry[] = [
  { to: '/', word: 'nav.home' },
  { to: '/cases/{-$caseId}', word: 'nav.cases' },
  { to: '/eval', word: 'nav.eval', roles: ['evaluator', 'leader', 'shift_leader', 'dispatcher', 'dept_manager', 'inspector', 'admin'] },
  { to: '/admin/{-$section}', word: 'nav.admin', roles: ['admin'] },
];

export const navFor = (roles: readonly Role[]): readonly NavEntry[] =>
  entries.filter((entry) => !entry.roles || entry.roles.some((role) => roles.includes(role)));
