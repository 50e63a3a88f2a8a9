import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import sql from 'sql-template-tag';
import { type Db, DbConflict, DbUnavailable } from '../ports/db.ts';
import { Refused } from './refused.ts';

/** Whose migrations, and the folder of its `NNNN_x.sql` files. */
export interface MigrationSource {
  readonly name: string;
  readonly migrations?: URL;
}

export interface Migration {
  readonly module: string;
  /** File name: `0001_case.sql`. */
  readonly file: string;
  readonly checksum: string;
  readonly text: string;
}

interface Applied {
  readonly file: string;
  readonly checksum: string;
}

/** The platform's own tables; always migrated first. */
export const platformSource: MigrationSource = { name: 'platform', migrations: new URL('./migrations/', import.meta.url) };

const filePattern = /^\d{4}_[a-z0-9_-]+\.sql$/;

/** The migration files of the sources, in order of source and number. A misnamed or doubly numbered file is a bug and throws. */
export async function readMigrations(sources: readonly MigrationSource[]): Promise<Migration[]> {
  const all: Migration[] = [];
  for (const { name, migrations: folder } of sources) {
    if (!folder) continue;
    const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
    const files = (await readdir(base)).filter((file) => file.endsWith('.sql')).sort();
    for (const [i, file] of files.entries()) {
      if (!filePattern.test(file)) throw new Error(`bug: migration ${name}/${file} is not named NNNN_words.sql`);
      if (files[i - 1]?.slice(0, 4) === file.slice(0, 4)) throw new Error(`bug: two migrations of ${name} have number ${file.slice(0, 4)}`);
      const text = await readFile(new URL(file, base), 'utf8');
      all.push({ module: name, file, text, checksum: createHash('sha256').update(text).digest('hex') });
    }
  }
  return all;
}

/**
 * Brings the database to the state of the migration files: the platform's, then the sources' in the given order (dependencies
 * first). Each file runs once, in one transaction with its entry in platform_migration; several programs may migrate at once.
 * Answers what it applied: `cases/0001_case.sql`. Throws Refused `db.migration_changed`, `db.migration_missing`, `db.migration_out_of_order`.
 */
export async function migrate(db: Db, sources: readonly MigrationSource[], onApply?: (name: string) => void): Promise<string[]> {
  const all = [platformSource, ...sources.filter(({ name }) => name !== platformSource.name)];
  const migrations = await readMigrations(all);
  await createRegister(db);
  const applied: string[] = [];
  for (const { name: module } of all) {
    const files = migrations.filter((migration) => migration.module === module);
    const done = await appliedOf(db, module);
    check(module, files, done);
    for (const migration of files.slice(done.length)) {
      const name = `${module}/${migration.file}`;
      onApply?.(name);
      if (await apply(db, migration)) applied.push(name);
    }
  }
  return applied;
}

/** Every applied file is still there, unchanged, and nothing was squeezed in before it. */
function check(module: string, files: readonly Migration[], done: readonly Applied[]): void {
  for (const [i, { file, checksum }] of done.entries()) {
    const now = files.find((migration) => migration.file === file);
    if (!now) throw new Refused('db.migration_missing', { file: `${module}/${file}` });
    if (now.checksum !== checksum) throw new Refused('db.migration_changed', { file: `${module}/${file}` });
    if (files[i]?.file !== file) throw new Refused('db.migration_out_of_order', { file: `${module}/${files[i]?.file}` });
  }
}

async function appliedOf(db: Db, module: string): Promise<Applied[]> {
  return db.query<Applied>(sql`select file, checksum from platform_migration where module = ${module} order by file`);
}

const DUPLICATE_TABLE = '42P07';
const DUPLICATE_TYPE = '42710';

async function createRegister(db: Db): Promise<void> {
  const text = `create table if not exists platform_migration (
    module text not null, file text not null, checksum text not null, applied_at timestamptz not null default now(),
    primary key (module, file))`;
  try {
    await db.script(text);
  } catch (error) {
    // "if not exists" is not atomic: two first runners collide in the catalogue, in one of three ways. The other one has made it.
    const { code } = error as { readonly code?: string };
    if (!(error instanceof DbConflict) && code !== DUPLICATE_TABLE && code !== DUPLICATE_TYPE) throw error;
  }
}

/** Applies one file; false when another runner was first. The entry's primary key makes the others wait, then fail. */
async function apply(db: Db, { module, file, checksum, text }: Migration): Promise<boolean> {
  const entry = `insert into platform_migration (module, file, checksum) values ('${module.replaceAll("'", "''")}', '${file}', '${checksum}');`;
  try {
    await db.script(`${entry}\n${text}`);
    return true;
  } catch (error) {
    const [done] =
      error instanceof DbConflict
        ? await db.query(sql`
      select 1 from platform_migration where module = ${module} and file = ${file} and checksum = ${checksum}`)
        : [];
    if (done) return false;
    if (error instanceof DbUnavailable) throw error;
    throw new Error(`migration ${module}/${file} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
