import type { Refusal } from '@chengmai/kernel/result.ts';
import { type Caller, type Role, roles } from '../runtime/scope.ts';
import type { Access, Route } from './route.ts';

/** The refusal of this caller at this door, or `null`. The program itself (`system`) may enter everywhere. */
export function refusedAccess(access: Access, caller: Pick<Caller, 'kind' | 'roles'>): Refusal | null {
  if (access === 'public' || caller.kind === 'system') return null;
  if (caller.kind === 'anonymous') return { code: 'auth.required' };
  if (access === 'signed-in' || caller.roles.some((role) => access.includes(role))) return null;
  return { code: 'auth.role_required', params: { roles: access.join(', ') } };
}

export interface MatrixCell {
  readonly method: Route['method'];
  readonly path: string;
  readonly role: Role | 'anonymous';
  readonly allowed: boolean;
}

/** Every role (and nobody) × every route with what the declared access promises; a test drives the real server through it. */
export function accessMatrix(routes: readonly Route[]): MatrixCell[] {
  const who = ['anonymous', ...roles] as const;
  return routes.flatMap((route) =>
    who.map((role) => ({
      method: route.method,
      path: route.path,
      role,
      allowed:
        refusedAccess(route.access, role === 'anonymous' ? { kind: 'anonymous', roles: [] } : { kind: 'session', roles: [role] }) === null,
    })),
  );
}
