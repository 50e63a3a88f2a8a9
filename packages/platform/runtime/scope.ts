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

/** Request headers by lower-case name, as node:http gives them. */
export interface RequestHeaders {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly 'accept-language'?: string | undefined;
  readonly [name: string]: string | string[] | undefined;
}

/** Who sent a request, as the identity module tells it. */
export interface Authentication {
  readonly caller: Caller;
  /** `null` unless the caller came with a session cookie. `csrf` is what the X-CSRF-Token header must repeat. */
  readonly session: { readonly id: string; readonly csrf: string } | null;
  /** The person must change the password first; only routes with `beforePasswordChange` answer. */
  readonly mustChangePassword: boolean;
  /** An Authorization header was sent and names nobody: refused even where anonymous callers are welcome. */
  readonly refused: boolean;
}

/**
 * Throws DbUnavailable when it cannot tell. `passive`: the program looks by itself (an open live stream); it does not count as the person being
 * active.
 */
export type Authenticate = (headers: RequestHeaders, address: string, passive?: boolean) => Promise<Authentication>;

export interface AuditEntry {
  readonly action: string;
  readonly subject: string;
  readonly detail?: Record<string, unknown>;
}

/** Stores audit entries durably; resolves when they are stored. */
export type Audit = (caller: Caller, trace: string, entries: readonly AuditEntry[]) => Promise<void>;
