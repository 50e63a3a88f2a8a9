import type { IncomingHttpHeaders } from 'node:http';
import type { Caller, Scope } from '../runtime/scope.ts';

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
export type Authenticate = (headers: IncomingHttpHeaders, address: string, passive?: boolean) => Promise<Authentication>;

export interface AuditEntry {
  readonly action: string;
  readonly subject: string;
  readonly detail?: Record<string, unknown>;
}

/** Stores audit entries durably; resolves when they are stored. */
export type Audit = (caller: Caller, trace: string, entries: readonly AuditEntry[]) => Promise<void>;

const nothing: Scope = { areas: [], units: [], userId: '', ownOnly: true };

export const anonymous = (address: string, locale: 'zh' | 'en'): Caller => ({
  kind: 'anonymous',
  userId: '',
  name: '',
  roles: [],
  unitId: null,
  scope: nothing,
  locale,
  address,
});
