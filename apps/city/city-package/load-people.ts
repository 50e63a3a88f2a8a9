import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '@chengmai/kernel/result.ts';
import { type Identity, NewUnit, NewUser } from '@chengmai/modules/identity/contract.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { z } from 'zod';

const Organisations = z.object({ synthetic: z.boolean().default(false), units: z.array(NewUnit.extend({ id: z.string() })) });
const People = z.object({
  synthetic: z.boolean().default(false),
  people: z.array(NewUser.omit({ password: true, mustChangePassword: true }).extend({ id: z.uuid() })),
});
export type PersonFile = z.infer<typeof People>['people'][number];

async function readPart<S extends z.ZodType>(dir: string, file: string, schema: S): Promise<z.output<S> | null> {
  const path = join(dir, file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error).split('\n').slice(0, 2).join(' ') : String(error);
    throw new Refused('cli.bad_package', { path, problem });
  }
}

const value = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw new Refused(result.refusal.code, result.refusal.params);
};

/** Units of a package, parents first as the file lists them. Known ids stay as they are. Answers how many were new. */
export async function loadUnits(dir: string, db: Db, identity: Identity): Promise<number> {
  const file = await readPart(dir, 'organisations.json', Organisations);
  let made = 0;
  for (const unit of file?.units ?? []) {
    const isNew = await db.tx(async (tx) => {
      if (await identity.unit(tx, unit.id)) return false;
      value(await identity.createUnit(tx, { ...unit, origin: 'city', synthetic: file?.synthetic ?? false }));
      return true;
    });
    if (isNew) made += 1;
  }
  return made;
}

/** People of a package (a demonstration's only), all with one password. Known accounts stay as they are. */
export async function loadPeople(
  dir: string,
  db: Db,
  identity: Identity,
  password: string | null,
  tell: (text: string) => void,
): Promise<{ made: number; people: readonly PersonFile[] }> {
  const file = await readPart(dir, 'people.json', People);
  const people = file?.people ?? [];
  let made = 0;
  for (const [index, person] of people.entries()) {
    tell(`${index + 1}/${people.length}`);
    const isNew = await db.tx(async (tx) => {
      if (await identity.userByAccount(tx, person.account)) return false;
      value(await identity.createUser(tx, { ...person, password, mustChangePassword: false, synthetic: file?.synthetic ?? false }));
      return true;
    });
    if (isNew) made += 1;
  }
  return { made, people };
}
