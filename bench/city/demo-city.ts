import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { identity } from '@chengmai/modules/identity/contract.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import { platformSource, readMigrations } from '@chengmai/platform/runtime/migrate.ts';
import { inOrder } from '@chengmai/platform/runtime/module-order.ts';
import { loadCity } from '../../apps/city/city-package/load-city.ts';
import { loadPeople } from '../../apps/city/city-package/load-people.ts';
import { createOutput } from '../../apps/city/cli/output.ts';
import { modules } from '../../apps/city/modules.ts';
import { type Program, startProgram } from '../../apps/city/program/start-program.ts';
import { configOf } from '../../apps/city/stores/city-config.ts';
import type { PostgresHost } from './postgres-host.ts';

const cityDir = fileURLToPath(new URL('../../cities/demo', import.meta.url));
/** Of every account of the made-up city. */
export const PASSWORD = 'quiet-river-lantern';
/** People who only watch: a person may have a dozen screens open, so two hundred screens need twenty people. */
export const WATCHERS = 20;
export const watcher = (n: number): string => `bench-watcher-${n}`;

export interface Store {
  readonly database?: string | undefined;
  readonly dataDir: string;
}

export const scratchDir = (what: string): string => mkdtempSync(join(tmpdir(), `chengmai-bench-${what}-`));

/** Opens the program's modules on a store without serving, and closes them again. */
export async function withProgram<T>(store: Store, work: (program: Program) => Promise<T>): Promise<T> {
  const config = configOf({ data: store.dataDir }, store.database ? { DATABASE_URL: store.database } : {});
  const quiet = createOutput('en', true, { write: () => true }, { write: () => true });
  const program = await startProgram(config, quiet, createLog({ level: 'error' }), { role: 'api', jobs: false });
  try {
    return await work(program);
  } finally {
    await program.running.stop();
  }
}

/** The demo city with its people and the watchers. */
export async function loadDemoCity(store: Store): Promise<void> {
  const quiet = createOutput('en', true, { write: () => true }, { write: () => true });
  await withProgram(store, async (program) => {
    await loadCity(program, cityDir, quiet);
    const people = program.running.use(identity);
    const { db } = program.running;
    await loadPeople(cityDir, db, people, PASSWORD, () => undefined);
    for (let n = 0; n < WATCHERS; n += 1) {
      const user = { account: watcher(n), name: `示意值守${n}`, roles: ['leader' as const], unitId: 'centre', areas: [] };
      await db.tx((tx) => people.createUser(tx, { ...user, password: PASSWORD, mustChangePassword: false, synthetic: true }));
    }
  });
}

/** Changes with the schema and the city, so that a kept database is never an outdated one. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const { module, file, checksum } of await readMigrations([platformSource, ...inOrder(modules)]))
    hash.update(`${module}/${file}:${checksum}\n`);
  return hash.digest('hex').slice(0, 10);
}

/** Name of a database that holds the demo city without cases; it is made when it is not there. */
export async function cityTemplate(host: PostgresHost): Promise<string> {
  const name = `bench_city_${await fingerprint()}`;
  if (await host.has(name)) return name;
  const building = `${name}_building`;
  await host.drop(building);
  await host.admin((db) => db.query({ text: `create database "${building}"`, values: [] }));
  await loadDemoCity({ database: host.url(building), dataDir: scratchDir('city') });
  await host.admin((db) => db.query({ text: `alter database "${building}" rename to "${name}"`, values: [] }));
  return name;
}
