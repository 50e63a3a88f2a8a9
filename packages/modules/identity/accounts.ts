import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Scope } from '@chengmai/platform/runtime/scope.ts';
import { forgetAttempts } from './attempt-store.ts';
import type { NewUser, UserChange } from './contract.ts';
import type { Desk } from './desk.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { passwordProblem } from './password-policy.ts';
import { areasWithin } from './role-reach.ts';
import { revokeSessions } from './session-store.ts';
import { accountKey } from './sign-in.ts';
import { unitById } from './unit-store.ts';
import { insertUser, lockAdmins, lockUser, type StoredUser, storePassword, updateUser, userByAccount, visibleUser } from './user-store.ts';

const wholeCity: Scope = { areas: [''], units: null, userId: '', ownOnly: false };
export const programScope = wholeCity;

function checkPassword(desk: Desk, password: string, account: string): Result<null> {
  const min = desk.config.passwordMinLength;
  const problem = passwordProblem(password, account, min);
  return problem === null ? ok(null) : refuse('identity.password_weak', { ...problem, min });
}

/** Nobody gives away more than the own scope holds. */
function withinScope(granted: { areas: readonly string[]; unitId: string | null }, scope: Scope): boolean {
  const areas = granted.areas.length === 0 ? [''] : granted.areas;
  const unitFits = scope.units === null || (granted.unitId !== null && scope.units.includes(granted.unitId));
  return areasWithin(areas, scope.areas) && unitFits;
}

async function checkPlace(tx: Tx, place: { areas: readonly string[]; unitId: string | null }, scope: Scope): Promise<Result<null>> {
  if (!withinScope(place, scope)) return refuse('identity.beyond_own_scope');
  if (place.unitId !== null && (await unitById(tx, place.unitId)) === null) return refuse('identity.unknown_unit', { unit: place.unitId });
  return ok(null);
}

export interface UserInput extends NewUser {
  readonly id?: string | undefined;
  readonly synthetic?: boolean | undefined;
}

/** The hash takes tens of milliseconds: made before the transaction opens, so that no row waits for it. */
export async function preparePassword(desk: Desk, password: string | null, account: string): Promise<Result<string | null>> {
  if (password === null) return ok(null);
  const acceptable = checkPassword(desk, password, account);
  return acceptable.ok ? ok(await hashPassword(password, desk.config.argon2)) : acceptable;
}

/** Refuses `identity.account_taken`, `identity.unknown_unit`, `identity.beyond_own_scope`. */
export async function addUser(tx: Tx, desk: Desk, input: UserInput, hash: string | null, scope: Scope): Promise<Result<StoredUser>> {
  const place = await checkPlace(tx, input, scope);
  if (!place.ok) return place;
  if ((await userByAccount(tx, input.account)) !== null) return refuse('identity.account_taken', { account: input.account });
  const { password: _, id, synthetic, ...rest } = input;
  const user: StoredUser = {
    ...rest,
    id: id ?? desk.ids.uuid(),
    roles: [...new Set(input.roles)],
    unitName: null,
    theme: null,
    passwordHash: hash,
    passwordHistory: [],
    disabled: false,
    synthetic: synthetic ?? false,
    version: 1,
    createdAt: desk.clock.now(),
    signedInAt: null,
  };
  await insertUser(tx, user);
  return ok(user);
}

const isAdmin = (user: Pick<StoredUser, 'roles' | 'disabled'>): boolean => user.roles.includes('admin') && !user.disabled;

export interface Changed<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * Changes a person. Refuses `http.not_found` (also for those outside the scope), `http.version_conflict`, `identity.last_admin`,
 * `identity.beyond_own_scope`, `identity.unknown_unit`. Disabling ends the person's sessions.
 */
export async function changeUser(tx: Tx, desk: Desk, id: string, change: UserChange, scope: Scope): Promise<Result<Changed<StoredUser>>> {
  const admins = change.roles !== undefined || change.disabled === true ? await lockAdmins(tx) : [];
  const before = (await visibleUser(tx, scope, id)) === null ? null : await lockUser(tx, id);
  if (before === null) return refuse('http.not_found');
  if (before.version !== change.version) return refuse('http.version_conflict', { current: before.version });
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: StoredUser = { ...before, ...given, version: before.version + 1 };
  if (change.areas !== undefined || change.unitId !== undefined || change.roles !== undefined) {
    const place = await checkPlace(tx, after, scope);
    if (!place.ok) return place;
  }
  if (isAdmin(before) && !isAdmin(after) && admins.every((admin) => admin === id)) return refuse('identity.last_admin');
  await updateUser(tx, after, desk.clock.now());
  if (after.disabled && !before.disabled) await revokeSessions(tx, id, null, desk.clock.now());
  return ok({ before, after });
}

async function wasUsedBefore(desk: Desk, user: StoredUser, password: string): Promise<boolean> {
  const former = [user.passwordHash, ...user.passwordHistory].filter((hash) => hash !== null).slice(0, desk.config.passwordHistory);
  for (const hash of former) if (await verifyPassword(password, hash)) return true;
  return false;
}

/** Checks a new password of a known person and hashes it; outside any transaction. Refuses `identity.password_weak`. */
export async function prepareNewPassword(desk: Desk, user: StoredUser, password: string): Promise<Result<string>> {
  const acceptable = checkPassword(desk, password, user.account);
  if (!acceptable.ok) return acceptable;
  if (await wasUsedBefore(desk, user, password))
    return refuse('identity.password_weak', { problem: '近期用过', problem_en: 'it was used lately', min: desk.config.passwordMinLength });
  return ok(await hashPassword(password, desk.config.argon2));
}

/** Stores it, lifts a lock of the account, and ends the person's sessions but the given one. */
export async function replacePassword(
  tx: Tx,
  desk: Desk,
  user: StoredUser,
  next: { readonly hash: string; readonly mustChange: boolean; readonly keepSession: string | null },
): Promise<void> {
  const history = [user.passwordHash, ...user.passwordHistory].filter((hash) => hash !== null).slice(0, desk.config.passwordHistory);
  await storePassword(tx, user.id, { hash: next.hash, history, mustChange: next.mustChange, at: desk.clock.now() });
  await revokeSessions(tx, user.id, next.keepSession, desk.clock.now());
  await forgetAttempts(tx, accountKey(user.account));
}
