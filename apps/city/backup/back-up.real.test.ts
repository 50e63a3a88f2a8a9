import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '@chengmai/platform/adapters/db-pglite.ts';
import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { registerErrors } from '@chengmai/platform/runtime/error-codes.ts';
import { testPgliteTemplate, testPostgresUrl } from '@chengmai/testkit/database.ts';
import { describeWith } from '@chengmai/testkit/describe-with.ts';
import sql from 'sql-template-tag';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cityErrors } from '../cli/city-errors.ts';
import { blobDir, embeddedDir, type Place } from '../stores/city-config.ts';
import { backUp, restore } from './back-up.ts';
import { runProgram } from './run-program.ts';

registerErrors(cityErrors);
const at = new Date('2026-07-01T00:00:00Z');
let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'chengmai back up '));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const place = (name: string, database: string | null = null): Place => ({ dir: join(dir, name), database, nats: null });
const marks = async (db: Db) => (await db.query<{ name: string }>(sql`select name from mark order by name`)).map((row) => row.name);

async function fill(db: Db, blobs: string): Promise<void> {
  await db.script(`create table mark (name text primary key, at geometry(Point, 4326));
    insert into mark values ('井盖 🕳', ST_SetSRID(ST_MakePoint(113.1, 23), 4326)), ('second', null)`);
  await mkdir(join(blobs, 'ab'), { recursive: true });
  await writeFile(join(blobs, 'ab', 'abcd'), 'photo');
}

const embedded = async (at: Place) => openPglite({ dir: embeddedDir(at), template: await testPgliteTemplate() });

describe('a backup of the embedded database', () => {
  it('restores rows and blobs into an empty place, and there only', async () => {
    const [from, to] = [place('from'), place('to')];
    const db = await embedded(from);
    await fill(db, blobDir(from));
    await expect(backUp(from, join(dir, 'too-early.tar.gz'), at)).rejects.toMatchObject({ code: 'db.directory_in_use' });
    await db.close();
    const file = join(dir, 'city.tar.gz');
    await backUp(from, file, at);
    await restore(to, file, false);
    await expect(restore(to, file, false)).rejects.toMatchObject({ code: 'backup.not_empty' });
    await restore(to, file, true);
    const copy = await embedded(to);
    expect(await marks(copy)).toEqual(['second', '井盖 🕳']);
    await copy.close();
    expect(await readFile(join(blobDir(to), 'ab', 'abcd'), 'utf8')).toBe('photo');
  });

  it('is refused whole when a byte of it changed, and leaves nothing behind', async () => {
    const from = place('from');
    const db = await embedded(from);
    await fill(db, blobDir(from));
    await db.close();
    const file = join(dir, 'city.tar.gz');
    await backUp(from, file, at);
    const open = join(dir, 'open');
    await mkdir(open);
    await runProgram('tar', ['-xzf', file, '-C', open], '');
    await writeFile(join(open, 'blobs', 'ab', 'abcd'), 'other');
    await runProgram('tar', ['-czf', file, '-C', open, '.'], '');
    const to = place('to');
    await expect(restore(to, file, false)).rejects.toMatchObject({
      code: 'backup.broken',
      refusal: { params: { problem: 'blobs/ab/abcd' } },
    });
    expect(existsSync(embeddedDir(to))).toBe(false);
    await writeFile(file, 'no archive');
    await expect(restore(to, file, false)).rejects.toMatchObject({ code: 'backup.broken' });
  });

  it('says when there is nothing to back up', async () => {
    await expect(backUp(place('nowhere'), join(dir, 'x.tar.gz'), at)).rejects.toMatchObject({ code: 'backup.nothing_there' });
  });
});

describeWith(['postgres'], 'a backup of PostgreSQL', () => {
  it('is taken in full use, restores rows and blobs, and overwrites only by force', async () => {
    const [from, to] = [place('from', await testPostgresUrl()), place('to', await testPostgresUrl())];
    const db = await openPostgres({ url: from.database ?? '' });
    await fill(db, blobDir(from));
    const file = join(dir, 'city.tar.gz');
    await backUp(from, file, at);
    await db.close();
    await expect(restore(to, file, false)).rejects.toMatchObject({ code: 'backup.not_empty' });
    await expect(restore(place('other'), file, false)).rejects.toMatchObject({ code: 'backup.other_kind' });
    await restore(to, file, true);
    const copy = await openPostgres({ url: to.database ?? '' });
    expect(await marks(copy)).toEqual(['second', '井盖 🕳']);
    await copy.close();
    expect(await readFile(join(blobDir(to), 'ab', 'abcd'), 'utf8')).toBe('photo');
  });
});
