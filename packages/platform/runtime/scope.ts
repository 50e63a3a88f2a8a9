/** Roles of standards practice; see GLOSSARY.md 角色. A person may hold several. */
export const roles = [
  'collector',
  'acceptor',
  'shift_leader',
  'dispatcher',
  'dept_manager',
  'handler',
  'inspector',
  'leader',
  'evaluator',
  'admin',
] as const;
export type Role = (typeof roles)[number];

/** Data scope 数据范围: which rows a caller may see. Passed to every store function that lists; there is no unscoped list. */
export interface Scope {
  /** Area code prefixes; `['']` is the whole city, `[]` is nothing. */
  readonly areas: readonly string[];
  /** Unit ids including their subtrees; `null` is every unit. */
  readonly units: readonly string[] | null;
  readonly userId: string;
  /** Collectors and handlers see, besides, what is theirs by name. */
  readonly ownOnly: boolean;
}

/** Who is asking. `anonymous` callers hold no role and see only what is public. */
export interface Caller {
  readonly kind: 'session' | 'token' | 'anonymous' | 'system';
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly unitId: string | null;
  readonly scope: Scope;
  readonly locale: 'zh' | 'en';
  readonly address: string;
}
