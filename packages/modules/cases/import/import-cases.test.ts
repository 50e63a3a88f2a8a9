import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { CaseCity } from '@chengmai/testkit/case-city.ts';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../contract.ts';

const HEADER =
  'REC_ID,CREATE_TIME,SUB_TYPE_ID,SUB_TYPE_NAME,MAIN_TYPE_ID,MAIN_TYPE_NAME,DISTRICT_ID,DISTRICT_NAME,STREET_ID,STREET_NAME,COMMUNITY_ID,COMMUNITY_NAME,DISPOSE_UNIT_ID,DISPOSE_UNIT_NAME,OCCUR_PLACE,EVENT_SRC_NAME,INTIME_ARCHIVE_NUM,OVERTIME_ARCHIVE_NUM';
/** A row of made-up data 示意数据 in the column set of the built-in map. */
const row = (id: number, more: { at?: string; verdict?: string; unit?: string; street?: string } = {}): string =>
  `${id},${more.at ?? '2025-03-04 10:20:30'},901,乱堆物料,9,市容环卫,1,示意区,${more.street ?? '11,示意街道'},111,示意社区,${more.unit ?? '7,示意处置一队'},"东路 ${id} 号, 门前",12345,${more.verdict ?? '1,0'}`;
const table = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

/** GB 18030 bytes of text: Node decodes it but does not encode it, so the table is inverted for what the sample needs. */
function toGb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) if (low !== 0x7f) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return Buffer.from(
    [...text].flatMap((character) => (character.charCodeAt(0) < 0x80 ? [character.charCodeAt(0)] : codes.get(character)!)),
  );
}

describe('importing foreign cases', () => {
  let city: CaseCity;
  let dir: string;
  beforeAll(async () => {
    city = await CaseCity.open();
    dir = mkdtempSync(join(tmpdir(), 'chengmai-import-'));
  }, 240_000);
  afterAll(async () => {
    await city?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const write = (name: string, content: string | Uint8Array): string => {
    const file = join(dir, name);
    writeFileSync(file, content);
    return file;
  };
  const run = (file: string, more: { map?: string; dryRun?: boolean } = {}) =>
    city.running.use(cases).importFile({
      file,
      map: more.map ?? 'egova',
      dryRun: more.dryRun ?? false,
      rejectsFile: join(dir, 'rejects.csv'),
      progress: () => undefined,
    });
  const count = async (): Promise<number> =>
    (
      await city.running.db.query<{ n: number }>({ text: `select count(*)::int as n from cases_case where origin <> 'live'`, values: [] })
    )[0]!.n;
  const refusal = async (work: Promise<unknown>): Promise<Refused> => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Refused);
    return error as Refused;
  };

  it('checks without writing, then adds each row once, however often it runs', async () => {
    const file = write('plain.csv', table(row(1), row(2, { verdict: '0,1' }), row(3, { verdict: '-,-' })));
    expect(await run(file, { dryRun: true })).toMatchObject({ rows: 3, added: 3, known: 0, dryRun: true });
    expect(await count()).toBe(0);
    expect(await run(file)).toMatchObject({
      added: 3,
      known: 0,
      rejected: 0,
      encoding: 'utf-8',
      created: { divisions: 3, classes: 1, units: 1 },
    });
    expect(await run(file)).toMatchObject({ added: 0, known: 3, created: { divisions: 0, classes: 0, units: 0 } });
    const verdicts = await city.running.db.query<{ number: string; imported_verdict: string | null }>({
      text: `select number, imported_verdict from cases_case where origin = 'egova' order by number`,
      values: [],
    });
    expect(verdicts.map((one) => one.imported_verdict)).toEqual(['in_time', 'overtime', null]);
  });

  it('shows imported cases in lists and details, under the names of their source', async () => {
    city.clock.advanceMinutes(1);
    const list = await city.get('leader', '/api/cases?view=closed&unit=egova-7');
    expect(list.body.items[0]).toMatchObject({
      className: '乱堆物料',
      streetName: '示意街道',
      communityName: '示意社区',
      unitName: '示意处置一队',
      source: 'hotline',
      light: 'none',
    });
    expect((await city.get('leader', `/api/cases/${list.body.items[0].id}`)).body).toMatchObject({
      state: 'closed',
      history: [{ action: 'import' }],
    });
    expect((await city.get('manager-zumiao', '/api/cases?view=all')).body.items).toEqual([]);
  });

  it.each([
    ['gzip', (text: string) => gzipSync(text)],
    ['GB 18030', toGb18030],
    ['UTF-16 with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf8')],
  ])('reads %s', async (name, encode) => {
    const id = 100 + name.length;
    const file = write(`${id}.bin`, encode(table(row(id))));
    expect(await run(file)).toMatchObject({ added: 1, rejected: 0 });
    const list = await city.get('leader', `/api/cases?view=all&q=${id}%20%E5%8F%B7`);
    expect(list.body.items[0]).toMatchObject({ place: `东路 ${id} 号, 门前` });
  });

  it('reads the first sheet of a workbook', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('一');
    sheet.addRow(HEADER.split(','));
    sheet.addRow([
      '200',
      new Date('2025-03-04T10:20:30Z'),
      '901',
      '乱堆物料',
      '9',
      '市容环卫',
      '1',
      '示意区',
      '11',
      '示意街道',
      '111',
      '示意社区',
      '7',
      '示意处置一队',
      '西路',
      '12345',
      1,
      0,
    ]);
    const file = write('book.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
    expect(await run(file)).toMatchObject({ added: 1, encoding: 'xlsx' });
  });

  it('lists what it refuses by line, column and reason, and takes the rest', async () => {
    const file = write(
      'mixed.csv',
      table(
        row(301),
        row(302, { at: '2025-13-04 10:00:00' }),
        row(303, { verdict: '1,1' }),
        '304,too,short',
        row(301),
        row(305, { verdict: '2,0' }),
        row(306),
      ),
    );
    const summary = await run(file);
    expect(summary).toMatchObject({ rows: 7, added: 2, rejected: 5 });
    const rejects = readFileSync(summary.rejectsFile!, 'utf8').split('\r\n');
    expect(rejects[1]).toMatch(/^"3","CREATE_TIME","2025-13-04 10:00:00","不是有效的日期时间"/);
    expect(rejects[3]).toMatch(/^"5","","","列数为 3，应为 18"/);
    expect(rejects[4]).toContain('文件内重复的编号');
  });

  it('shows a code under the name it had last, and a code that never had a name as none', async () => {
    const file = write(
      'names.csv',
      table(
        row(401, { at: '2025-01-01 08:00:00', unit: '9,旧名' }),
        row(402, { at: '2025-06-01 08:00:00', unit: '9,新名' }),
        row(403, { street: '3,-' }),
      ),
    );
    await run(file);
    const names = await city.running.db.query<{ name: string }>({
      text: `select name from identity_unit where id = 'egova-9'`,
      values: [],
    });
    expect(names).toEqual([{ name: '新名' }]);
    const nameless = await city.running.db.query<{ street_code: string | null }>({
      text: `select street_code from cases_case where number = 'egova:403'`,
      values: [],
    });
    expect(nameless).toEqual([{ street_code: null }]);
  });

  it('stops at a broken file with the place of the fault, and imports nothing of it', async () => {
    const before = await count();
    const good = Array.from({ length: 50 }, (_, i) => row(500 + i));
    const broken = write('broken.csv', `${table(...good)}600,"2025-01-01`);
    expect((await refusal(run(broken))).refusal).toMatchObject({ code: 'import.broken', params: { line: expect.anything() } });
    const truncated = gzipSync(table(...good)).subarray(0, 300);
    expect((await refusal(run(write('cut.csv.gz', truncated)))).code).toBe('import.broken');
    expect((await refusal(run(write('empty.csv', '')))).code).toBe('import.empty');
    expect((await refusal(run(write('binary.csv', Buffer.from([0, 159, 146, 150, 0, 1]))))).code).toBe('import.encoding');
    expect((await refusal(run(write('other.csv', 'a,b\n1,2\n')))).refusal).toMatchObject({
      code: 'import.columns_missing',
      params: { columns: expect.stringContaining('REC_ID') },
    });
    expect((await refusal(run(join(dir, 'absent.csv')))).code).toBe('import.unreadable');
    expect((await refusal(run(broken, { map: 'nowhere' }))).refusal).toMatchObject({
      code: 'import.map_unknown',
      params: { known: 'egova, nyc311' },
    });
    expect(await count()).toBe(before);
  });

  it('takes a map of the city’s own, with open cases, coordinates and deadlines', async () => {
    const map = write(
      'own.json',
      JSON.stringify({
        name: 'own',
        title: { zh: '自有', en: 'own' },
        id: 'no',
        reportedAt: 'at',
        closedAt: 'closed',
        dueAt: 'due',
        class: { code: 'kind' },
        place: ['place'],
        lon: 'x',
        lat: 'y',
        datum: 'gcj02',
        status: { column: 'status', closed: ['done'], open: ['new'] },
      }),
    );
    const file = write(
      'own.csv',
      'no,at,closed,due,kind,place,x,y,status\nA-1,2025-01-01 08:00,2025-01-02 08:00,2025-01-01 18:00,路灯不亮,东街,113.12,23.02,done\nA-2,2025-01-03 08:00,,,路灯不亮,东街,113.12,23.02,new\nA-3,2025-01-03 08:00,,,路灯不亮,东街,113.12,23.02,lost\n',
    );
    expect(await run(file, { map })).toMatchObject({ added: 2, rejected: 1 });
    const rows = await city.running.db.query<{ number: string; state: string; imported_verdict: string | null; lon: number }>({
      text: `select number, state, imported_verdict, lon from cases_case where origin = 'own' order by number`,
      values: [],
    });
    expect(rows).toMatchObject([
      { number: 'own:A-1', state: 'closed', imported_verdict: 'overtime' },
      { number: 'own:A-2', state: 'reported', imported_verdict: null },
    ]);
    expect(rows[0]!.lon).toBeCloseTo(113.1145, 3);
    const open = (await city.get('acceptor', '/api/cases?view=mine&limit=200')).body.items.find(
      (one: { number: string }) => one.number === 'own:A-2',
    );
    expect(await city.call('acceptor', 'POST', `/api/cases/${open.id}/actions/reject`, { version: 1, reason: '历史数据' })).toMatchObject({
      status: 200,
      body: { state: 'rejected' },
    });
  });
});
