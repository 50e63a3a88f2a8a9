import { type Db, DbConflict, DbUnavailable } from '@chengmai/platform/ports/db.ts';
import sql, { raw } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** SQL expression → what every adapter answers. */
const values: readonly (readonly [string, unknown])[] = [
  ['null::text', null],
  ['true', true],
  ['7::int2', 7],
  ['9007199254740991::int8', Number.MAX_SAFE_INTEGER],
  ['12.50::numeric', 12.5],
  ['0.1::float8', 0.1],
  ['\'城管 🏙 "a" \\\'::text', '城管 🏙 "a" \\'],
  ["'2018-06-01 08:30:00.123+08'::timestamptz", Date.UTC(2018, 5, 1, 0, 30, 0, 123)],
  ["'infinity'::timestamptz", Number.POSITIVE_INFINITY],
  ["'2018-06-01'::date", '2018-06-01'],
  ['\'{"a": [1, null, "x"]}\'::jsonb', { a: [1, null, 'x'] }],
  ['\'"x"\'::json', 'x'],
  ["'0190c1d2-0000-7000-8000-000000000001'::uuid", '0190c1d2-0000-7000-8000-000000000001'],
  ["'\\x00ff10'::bytea", new Uint8Array([0, 255, 16])],
  ["array['a', null, 'b\"c,}']::text[]", ['a', null, 'b"c,}']],
  ['array[1, 2]::int8[]', [1, 2]],
  [
    'array[[1, 2], [3, 4]]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ["'{}'::text[]", []],
  ["array['2018-06-01 00:00:00+00'::timestamptz]", [Date.UTC(2018, 5, 1)]],
  ["array['2018-06-01'::date]", ['2018-06-01']],
  ['st_astext(st_setsrid(st_point(113.1, 23.0), 4326))', 'POINT(113.1 23)'],
];

const hostile = [
  "'; drop table contract_row; --",
  '<script>alert(1)</script>',
  '\u202Eإختبار',
  '𠮷野家 👨‍👩‍👧',
  'a\tb\r\nc\\',
  '{"a":1}',
  '{x,"y"}',
  'NULL',
  '',
];

/** What every Db adapter promises. `open` gives an empty database; it is closed at the end. */
export function dbContract(name: string, open: () => Promise<Db>): void {
  describe(`${name} keeps the contract of Db`, () => {
    let db: Db;
    beforeAll(async () => {
      db = await open();
      await db.script(`create table contract_row (id int primary key, body text, n int not null default 0);
        create table contract_other (id int primary key)`);
    }, 120_000);
    afterAll(() => db.close());

    const bodyOf = async (id: number): Promise<string | undefined> =>
      (await db.query<{ body: string }>(sql`select body from contract_row where id = ${id}`))[0]?.body;

    describe('values', () => {
      it.each(values)('reads %s', async (expression, expected) => {
        const [row] = await db.query<{ value: unknown }>(sql`select ${raw(expression)} as value`);
        expect(row?.value instanceof Uint8Array ? new Uint8Array(row.value) : row?.value).toEqual(expected);
      });

      it('takes instants, arrays, bytes, JSON text and null as parameters', async () => {
        const at = new Date(Date.UTC(2018, 5, 1, 1, 2, 3, 4));
        const [row] =
          await db.query(sql`select ${at}::timestamptz as at, ${['x', null, 'y"\\,']}::text[] as words, ${[1, 2]}::int[] as numbers,
          ${[at]}::timestamptz[] as instants, ${new Uint8Array([1, 2])}::bytea as bytes, ${JSON.stringify({ a: [1] })}::jsonb as json,
          ${null}::text as nothing, ${false}::boolean as no, ${1.5}::float8 as number`);
        expect(row).toMatchObject({
          at: at.getTime(),
          words: ['x', null, 'y"\\,'],
          numbers: [1, 2],
          instants: [at.getTime()],
          json: { a: [1] },
          nothing: null,
          no: false,
          number: 1.5,
        });
        expect([...(row as { bytes: Uint8Array }).bytes]).toEqual([1, 2]);
      });

      it.each(hostile)('gives back %j as it was', async (text) => {
        const rows = await db.query(
          sql`select ${text}::text as alone, ${[text]}::text[] as listed, ${JSON.stringify({ text })}::jsonb as json`,
        );
        expect(rows).toEqual([{ alone: text, listed: [text], json: { text } }]);
      });

      it('refuses a text with a NUL and goes on', async () => {
        await expect(db.query(sql`select ${'a\u0000b'}::text as value`)).rejects.toThrow();
        expect(await db.query(sql`select 1 as value`)).toEqual([{ value: 1 }]);
      });
    });

    describe('statements', () => {
      it('answers the same text with other values, prepared or not', async () => {
        for (const id of [1, 2, 3, 4]) expect(await db.query(sql`select ${id}::int * 2 as double`)).toEqual([{ double: id * 2 }]);
      });

      it('goes on after more different texts than it keeps prepared', { timeout: 60_000 }, async () => {
        for (let i = 0; i < 450; i += 1) {
          const statement = sql`select ${raw(String(i))} + ${1}::int as value`;
          await db.query(statement);
          expect(await db.query(statement)).toEqual([{ value: i + 1 }]);
        }
        expect(await db.query(sql`select 0 + ${1}::int as value`)).toEqual([{ value: 1 }]);
      });

      it('goes on with a prepared statement when a migration changed its table', async () => {
        await db.script('create table contract_changing (a int); insert into contract_changing values (1)');
        const all = sql`select * from contract_changing`;
        for (let i = 0; i < 3; i += 1) expect(await db.query(all)).toEqual([{ a: 1 }]);
        await db.script('alter table contract_changing add column b int');
        expect(await db.query(all)).toEqual([{ a: 1, b: null }]);
      });

      it('names the constraint of a conflict', async () => {
        await db.query(sql`insert into contract_other (id) values (1)`);
        const again = db.query(sql`insert into contract_other (id) values (1)`);
        await expect(again).rejects.toBeInstanceOf(DbConflict);
        await expect(again).rejects.toMatchObject({ constraint: 'contract_other_pkey' });
      });

      it('throws on wrong SQL and answers the next statement', async () => {
        await expect(db.query(sql`select from where`)).rejects.toThrow(/syntax/);
        expect(await db.query(sql`select 1 as value`)).toEqual([{ value: 1 }]);
      });

      it('takes 5,000 rows in one statement', async () => {
        const ids = Array.from({ length: 5_000 }, (_, i) => 100_000 + i);
        await db.query(
          sql`insert into contract_row (id, body) select * from unnest(${ids}::int[], ${ids.map((id) => `第${id}号`)}::text[])`,
        );
        expect(await db.query(sql`select count(*) as n, max(body) as last from contract_row where id >= 100000`)).toEqual([
          { n: 5_000, last: '第104999号' },
        ]);
      });
    });

    describe('transactions', () => {
      it('commit what their work did and answer its value', async () => {
        const answer = await db.tx(async (tx) => {
          await tx.query(sql`insert into contract_row (id, body) values (10, 'kept')`);
          return 'done';
        });
        expect([answer, await bodyOf(10)]).toEqual(['done', 'kept']);
      });

      it('undo everything when the work rejects, and throw its error', async () => {
        const failing = db.tx(async (tx) => {
          await tx.query(sql`insert into contract_row (id) values (11)`);
          throw new RangeError('no');
        });
        await expect(failing).rejects.toThrow(RangeError);
        expect(await db.query(sql`select 1 from contract_row where id = 11`)).toEqual([]);
      });

      it('are no success when the work swallowed an error of a statement', async () => {
        const swallowing = db.tx(async (tx) => {
          await tx.query(sql`insert into contract_row (id) values (12)`);
          await tx.query(sql`insert into contract_row (id) values (12)`).catch(() => undefined);
        });
        await expect(swallowing).rejects.toThrow();
        expect(await db.query(sql`select 1 from contract_row where id = 12`)).toEqual([]);
      });

      it('go on after an error that a savepoint took back', async () => {
        await db.tx(async (tx) => {
          await tx.query(sql`insert into contract_row (id, body) values (13, 'before')`);
          await tx.query(sql`savepoint attempt`);
          await tx.query(sql`insert into contract_row (id) values (13)`).catch(() => undefined);
          await tx.query(sql`rollback to savepoint attempt`);
        });
        expect(await bodyOf(13)).toBe('before');
      });

      it('refuse a handle that outlived them', async () => {
        const late = await db.tx(async (tx) => () => tx.query(sql`select 1`));
        await expect(late()).rejects.toThrow(/already ended/);
      });

      it('do not mix: of concurrent increments none is lost', async () => {
        await db.query(sql`insert into contract_row (id) values (14)`);
        const increment = (): Promise<void> =>
          db.tx(async (tx) => {
            const [row] = await tx.query<{ n: number }>(sql`select n from contract_row where id = 14 for update`);
            await tx.query(sql`update contract_row set n = ${(row?.n ?? 0) + 1} where id = 14`);
          });
        await Promise.all(Array.from({ length: 20 }, increment));
        expect(await db.query(sql`select n from contract_row where id = 14`)).toEqual([{ n: 20 }]);
      });

      it('throw at once when their work uses the outer Db, instead of hanging', async () => {
        await expect(db.tx(() => db.query(sql`select 1`))).rejects.toThrow(/outer Db inside a transaction/);
        await expect(db.tx(() => db.tx(async () => 1))).rejects.toThrow(/outer Db inside a transaction/);
        await expect(db.tx(() => db.script('select 1'))).rejects.toThrow(/outer Db inside a transaction/);
      });

      it('set work free that was started inside them and goes on after them', async () => {
        let later: Promise<unknown[]> | undefined;
        await db.tx(async () => {
          later = new Promise<void>((resolve) => setTimeout(resolve, 30)).then(() => db.query(sql`select 1 as value`));
        });
        expect(await later).toEqual([{ value: 1 }]);
      });
    });

    it('runs a script of several statements as one: all or nothing', async () => {
      const broken = db.script('create table contract_half (id int); insert into contract_half values (1); select 1/0');
      await expect(broken).rejects.toThrow(/division by zero/);
      expect(await db.query(sql`select to_regclass('contract_half') as it`)).toEqual([{ it: null }]);
    });

    it('says that it is well, and after closing that it is not there', { timeout: 120_000 }, async () => {
      const other = await open();
      expect(await other.health()).toMatchObject({ ok: true });
      await other.close();
      await other.close();
      expect(await other.health()).toMatchObject({ ok: false });
      await expect(other.query(sql`select 1`)).rejects.toBeInstanceOf(DbUnavailable);
    });
  });
}
