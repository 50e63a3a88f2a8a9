import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '@chengmai/modules/identity/contract.ts';
import { scopeOf } from '@chengmai/modules/identity/role-reach.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import type { Caller, Role } from '@chengmai/platform/runtime/scope.ts';

/** The demonstration's people as callers, found by what they do. */
export interface Staff {
  withRole(role: Role): readonly Caller[];
  byId(id: string): Caller | undefined;
  /** The department managers who answer for a unit. */
  managersOf(unitId: string): readonly Caller[];
  /** Handlers of a unit, or of the units under it, who work in an area. */
  handlersFor(unitId: string, areaCode: string): readonly Caller[];
}

interface Member extends Caller {
  readonly areas: readonly string[];
  readonly subtree: readonly string[];
}

async function accountsOf(dir: string): Promise<string[]> {
  const file = JSON.parse(await readFile(join(dir, 'people.json'), 'utf8')) as { people: { account: string }[] };
  return file.people.map((person) => person.account);
}

/** Everybody whom the package's people.json names and the database knows. */
export async function readStaff(dir: string, db: Db, identity: Identity): Promise<Staff> {
  const members: Member[] = [];
  for (const account of await accountsOf(dir)) {
    const person = await identity.userByAccount(db, account);
    if (!person) continue;
    const { id, name, roles, unitId, areas } = person;
    const subtree = unitId ? await identity.unitSubtree(db, unitId) : [];
    const scope = scopeOf({ userId: id, roles, areas, subtree });
    members.push({ kind: 'session', userId: id, name, roles, unitId, scope, locale: 'zh', address: '127.0.0.1', areas, subtree });
  }
  const units = new Map((await identity.units(db)).map((unit) => [unit.id, unit.path]));
  const under = (unitId: string | null, root: string) => Boolean(unitId && units.get(unitId)?.includes(`/${root}/`));
  const worksIn = (member: Member, areaCode: string) =>
    member.areas.length === 0 || member.areas.some((prefix) => areaCode.startsWith(prefix));
  return {
    withRole: (role) => members.filter((member) => member.roles.includes(role)),
    byId: (id) => members.find((member) => member.userId === id),
    managersOf: (unitId) => members.filter((member) => member.roles.includes('dept_manager') && member.subtree.includes(unitId)),
    handlersFor: (unitId, areaCode) =>
      members.filter((member) => member.roles.includes('handler') && under(member.unitId, unitId) && worksIn(member, areaCode)),
  };
}
