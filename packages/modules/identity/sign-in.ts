import { hash } from 'node:crypto';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { AuditEntry } from '@chengmai/platform/http/authentication.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { countAttempt, forgiveAttempt } from './attempt-store.ts';
import type { Desk } from './desk.ts';
import { hashPassword, isWeaker, verifyPassword } from './password.ts';
import { secretHash } from './secrets.ts';
import { insertSession } from './session-store.ts';
import { noteSignIn, renewHash, type StoredUser, userByAccount } from './user-store.ts';

export interface SignedIn {
  readonly user: StoredUser;
  readonly secret: string;
  readonly sessionId: string;
}

/** Accounts are kept hashed among the attempts: what is typed there by mistake may be a password. */
export const accountKey = (account: string): string => `account:${hash('sha256', account.toLowerCase())}`;
const addressKey = (address: string): string => `address:${address}`;

let decoy: Promise<string> | null = null;
/** Verified when the account is unknown, so that the answer takes as long. */
function decoyHash(desk: Desk): Promise<string> {
  decoy ??= hashPassword('nobody has this password', desk.config.argon2);
  return decoy;
}

/** Until when the account or the address is locked, having counted this attempt; `null` when it may be tried. */
async function lockedUntil(desk: Desk, account: string, address: string): Promise<number | null> {
  const now = desk.clock.now();
  const lockMs = desk.config.lockMinutes * 60_000;
  const byAccount = await countAttempt(desk.db, { key: accountKey(account), limit: desk.config.accountAttempts }, now, lockMs);
  const byAddress = await countAttempt(desk.db, { key: addressKey(address), limit: desk.config.addressAttempts }, now, lockMs);
  return byAccount === null && byAddress === null ? null : Math.max(byAccount ?? 0, byAddress ?? 0);
}

async function openSession(desk: Desk, user: StoredUser, caller: Caller, agent: string, trace: string): Promise<SignedIn> {
  const now = desk.clock.now();
  const secret = desk.ids.secret(32);
  const sessionId = desk.ids.uuid();
  const entry: AuditEntry = { action: 'session.opened', subject: `user:${user.id}`, detail: { session: sessionId, agent } };
  await desk.db.tx(async (tx) => {
    await insertSession(tx, {
      id: sessionId,
      secretHash: secretHash(secret),
      userId: user.id,
      at: now,
      expiresAt: now + desk.config.sessionHours * 3_600_000,
      address: caller.address,
      agent,
    });
    await noteSignIn(tx, user.id, now);
    await forgiveAttempt(tx, accountKey(user.account), addressKey(caller.address));
    const who: Caller = { ...caller, kind: 'session', userId: user.id, name: user.name, roles: user.roles };
    await desk.trail.auditIn(tx, who, trace, [entry]);
  });
  return { user, secret, sessionId };
}

/**
 * Checks account and password and opens a session. Unknown accounts, disabled ones and wrong passwords get the same answer after the same time.
 * Refuses `identity.sign_in_failed`, `identity.locked`.
 */
export async function signIn(
  desk: Desk,
  given: { readonly account: string; readonly password: string },
  from: { readonly caller: Caller; readonly agent: string; readonly trace: string },
): Promise<Result<SignedIn>> {
  const { caller, trace } = from;
  const { lockMinutes: minutes, accountAttempts: limit, argon2 } = desk.config;
  const until = await lockedUntil(desk, given.account, caller.address);
  const user = await userByAccount(desk.db, given.account);
  const subject = user === null ? 'user:unknown' : `user:${user.id}`;
  if (until !== null) {
    await desk.trail.audit(caller, trace, [{ action: 'session.locked', subject }]);
    return refuse('identity.locked', { minutes: Math.max(1, Math.ceil((until - desk.clock.now()) / 60_000)) });
  }
  const stored = user?.passwordHash ?? (await decoyHash(desk));
  const right = await verifyPassword(given.password, stored);
  if (!right || user === null || user.passwordHash === null || user.disabled) {
    await desk.trail.audit(caller, trace, [{ action: 'session.refused', subject }]);
    return refuse('identity.sign_in_failed', { limit, minutes });
  }
  if (isWeaker(stored, argon2)) await renewHash(desk.db, user.id, stored, await hashPassword(given.password, argon2));
  return ok(await openSession(desk, user, caller, from.agent, trace));
}
