import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openPglite } from '@chengmai/platform/adapters/db-pglite.ts';
import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import { copyTemplate, engineVersion, publish, templateCache } from '@chengmai/platform/adapters/pglite-template.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { type MigrationSource, migrate, platformSource, readMigrations } from '@chengmai/platform/runtime/migrate.ts';
import { missing } from './requirements.ts';
import { once, sharedPostgres } from './shared-servers.ts';

export type DatabaseKind = 'pglite' | 'postgres';

/** Rows that many tests begin with: made once, kept in the template. `key` names what they are made of. */
export interface Seed {
  readonly key: string;
  fill(db: Db): Promise<void>;
}

/**
 * A fresh database with the platform's and the given modules' tables (give them in dependency order), a copy of a migrated
 * template. On PGlite `close` removes it; on PostgreSQL it goes with the test run. For `postgres` guard the suite with `describeWith(['postgres'], …)`.
 */
export async function testDb(kind: DatabaseKind, modules: readonly MigrationSource[] = [], seed?: Seed): Promise<Db> {
  return kind === 'pglite' ? testPglite(modules, seed) : openPostgres({ url: await testPostgresUrl(modules, seed), poolSize: 8 });
}

/** The url of a fresh migrated PostgreSQL database, for tests that start programs. It goes with the test run. */
export async function testPostgresUrl(modules: readonly MigrationSource[] = [], seed?: Seed): Promise<string> {
  const command = missing.postgres();
  if (command) throw new Error(`PostgreSQL is missing: ${command}`);
  const server = await sharedPostgres();
  const template = `template_${await fingerprint(modules, seed)}`;
  await once(template, async () => {
    await admin(server, `create database ${template}`);
    const db = await openPostgres({ url: withDatabase(server, template), poolSize: 2 });
    await prepare(db, modules, seed).finally(() => db.close());
    return template;
  });
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await admin(server, `create database ${name} template ${template}`);
  return withDatabase(server, name);
}

/** A closed, migrated PGlite data directory for `openPglite({ dir, template })`. */
export async function testPgliteTemplate(modules: readonly MigrationSource[] = [], seed?: Seed): Promise<string> {
  const hash = await fingerprint(modules, seed);
  const template = join(templateCache(), `pglite-${engineVersion()}-test-${hash}`);
  if (!existsSync(template)) {
    await once(`pglite-${hash}`, async () => {
      mkdirSync(templateCache(), { recursive: true });
      const dir = mkdtempSync(join(templateCache(), 'building-'));
      const db = await openPglite({ dir, durable: false });
      await prepare(db, modules, seed).finally(() => db.close());
      publish(join(dir, 'pgdata'), template);
      rmSync(dir, { recursive: true, force: true });
      return template;
    });
    dropOldTemplates(template);
  }
  return template;
}

async function testPglite(modules: readonly MigrationSource[], seed: Seed | undefined): Promise<Db> {
  const template = await testPgliteTemplate(modules, seed);
  const dir = mkdtempSync(join(tmpdir(), 'chengmai-db-'));
  await copyTemplate(template, join(dir, 'pgdata'));
  const db = await openPglite({ dir, durable: false });
  return closing(db, async () => {
    await db.close();
    rmSync(dir, { recursive: true, force: true });
  });
}

async function prepare(db: Db, modules: readonly MigrationSource[], seed: Seed | undefined): Promise<void> {
  await migrate(db, modules);
  await seed?.fill(db);
}

/** What the template depends on: the migrations' texts and the seed's key. */
async function fingerprint(modules: readonly MigrationSource[], seed: Seed | undefined): Promise<string> {
  const migrations = await readMigrations([platformSource, ...modules]);
  const hash = createHash('sha256');
  for (const { module, file, checksum } of migrations) hash.update(`${module}/${file}:${checksum}\n`);
  if (seed) hash.update(seed.key);
  return hash.digest('hex').slice(0, 16);
}

/** Keeps the newest few: each change of a migration makes a new one of about 40 MB. */
function dropOldTemplates(newest: string): void {
  const old = readdirSync(templateCache()).filter((name) => name.includes('-test-') && name !== basename(newest));
  if (old.length > 12) for (const name of old) rmSync(join(templateCache(), name), { recursive: true, force: true });
}

async function admin(server: string, text: string): Promise<void> {
  const db = await openPostgres({ url: server, poolSize: 1 });
  await db.query({ text, values: [] }).finally(() => db.close());
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

function closing(db: Db, close: () => Promise<void>): Db {
  let closed: Promise<void> | undefined;
  return {
    kind: db.kind,
    query: (statement) => db.query(statement),
    tx: (work) => db.tx(work),
    script: (text) => db.script(text),
    health: () => db.health(),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
