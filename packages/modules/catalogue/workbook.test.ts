import { Stage } from '@chengmai/testkit/stage.ts';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, catalogue } from './contract.ts';
import { catalogueModule } from './module.ts';
import { seedCity } from './seed.ts';

const header = ['大类代码', '大类名称', '小类代码', '小类名称', '处置单位', '主管部门', '立案条件', '结案条件', '处置时限'];
type Line = readonly (string | number | null)[];

async function workbook(sheets: Record<string, readonly Line[]>, fields: Record<string, string>): Promise<FormData> {
  const book = new ExcelJS.Workbook();
  for (const [name, lines] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name);
    sheet.addRow(['立案、处置和结案标准（示意）']);
    for (const line of lines) sheet.addRow([...line]);
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  form.set('file', new Blob([await book.xlsx.writeBuffer()], { type }), 'table.xlsx');
  return form;
}

let stage: Stage;
let offer: Catalogue;
beforeAll(async () => {
  stage = await Stage.open([catalogueModule]);
  await seedCity(stage.writing, new URL('../../../cities/demo/', import.meta.url));
  offer = stage.running.use(catalogue);
  await offer.reload();
}, 120_000);
afterAll(() => stage.close());

const send = (form: FormData) => stage.call('POST', '/api/catalogue/import', 'admin', form);
const events2013 = [
  header,
  ['01', '市容环境', '10', '暴露生活垃圾', '环卫所', '城管局', '散落垃圾', '清理干净', '2工作时'],
  [null, null, null, null, null, null, '成片垃圾', '清理并消毒', '1天'],
  [null, null, 12, '道路不洁', null, '城管局', '路面有泥', '冲洗', '4工作时'],
  [null, null, 98, '垃圾满溢', '环卫所', '城管局', '桶满', '清运', '2紧急工作时制止'],
  [null, null, 77, '本市特有问题', '环卫所', '城管局', '出现', '消除', '3工作日'],
] as const;

describe('a table of the 2013 edition', () => {
  it('is understood with its title, inherited blanks and numbers without zeros, and changes nothing in a dry run', async () => {
    const { status, body } = await send(await workbook({ 事件: events2013 }, { edition: '2013', origin: 'city-2013' }));
    expect(status).toBe(201);
    expect(body).toMatchObject({ applied: false, rows: 5, classesAdded: 1, conditionsAdded: 5, refused: [] });
    expect(offer.conditionsOf('47678.5-2026/matter/06010@1')).toHaveLength(1);
  });

  it('replaces the conditions of the classes it names and keeps the rest', async () => {
    const before = offer.conditionsOf('47678.5-2026/matter/06010@1');
    const other = offer.conditionsOf('47678.5-2026/matter/06001@1');
    const form = await workbook({ 事件: events2013 }, { edition: '2013', origin: 'city-2013', dryRun: 'false' });
    expect((await send(form)).body).toMatchObject({ applied: true, conditionsClosed: 3 });
    const now = offer.conditionsOf('47678.5-2026/matter/06010@1');
    expect(now.map(({ filing, limit, unitName }) => ({ filing, limit, unitName }))).toEqual([
      { filing: '散落垃圾', limit: { value: 2, unit: 'work_hour' }, unitName: '环卫所' },
      { filing: '成片垃圾', limit: { value: 1, unit: 'work_day' }, unitName: '环卫所' },
    ]);
    expect(offer.condition(before[0]!.id)!.validTo).not.toBeNull();
    expect(offer.conditionsOf('47678.5-2026/matter/06001@1')).toEqual(other);
    expect(offer.conditionsOf('47678.5-2026/matter/06042@1')[0]).toMatchObject({ limit: { value: 2, unit: 'urgent_hour' } });
  });

  it('does not hand the unit of one class down to the next', () => {
    expect(offer.conditionsOf('47678.5-2026/matter/06012@1')[0]).toMatchObject({ filing: '路面有泥', unitName: null });
  });

  it('never renames a class of ours, and keeps a class without a counterpart under its own number', () => {
    expect(offer.classOf('06010', stage.clock.now())).toMatchObject({ name: '暴露垃圾', version: 1 });
    expect(offer.classById('30428.2-2013/event/0177@1')).toMatchObject({ name: '本市特有问题', origin: 'city-2013' });
  });

  it('changes nothing when it comes a second time', async () => {
    const form = await workbook({ 事件: events2013 }, { edition: '2013', origin: 'city-2013', dryRun: 'false' });
    const { body } = await send(form);
    expect(body).toMatchObject({ classesAdded: 0, classesChanged: 0, conditionsAdded: 0, conditionsClosed: 0, conditionsUnchanged: 5 });
  });
});

describe('a table of the 2026 edition', () => {
  it('renames a class as a new version and files component rows under the matter', async () => {
    const parts = [
      header,
      ['01', '市政公用设施', '001', '供水井盖', null, null, '井盖丢失', '补齐', '2紧急工作时'],
      ['01', '市政公用设施', '01096', '智能井盖', null, null, '报警', '复位', '1工作日'],
    ];
    const matters = [header, ['06', '市容环境类', '010', '暴露生活垃圾', null, null, '散落垃圾', '清理干净', '2工作时']];
    const form = await workbook({ 部件: parts, 事件: matters }, { edition: '2026', dryRun: 'false' });
    expect((await send(form)).body).toMatchObject({ applied: true, classesAdded: 2, classesChanged: 1 });
    expect(offer.classOf('06010', stage.clock.now())).toMatchObject({ name: '暴露生活垃圾', version: 2 });
    expect(offer.classById('47678.5-2026/component/01096@1')).toMatchObject({ name: '智能井盖' });
    expect(offer.classOf('01096', stage.clock.now())).toMatchObject({ kind: 'matter', name: '智能井盖异常' });
    expect(offer.conditionsOf('47678.5-2026/matter/01001@1').map((condition) => condition.filing)).toEqual(['井盖丢失']);
  });
});

describe('bad rows', () => {
  const bad = [
    header,
    ['01', '市容环境', '01', '私搭乱建', '执法局', '城管局', '正在搭建', '拆除', '尽快'],
    [null, null, null, null, null, null, '已建成', null, '15工作日'],
    [null, null, '1x', '怪', null, null, '出现', '消除', '1天'],
    [null, null, '02', '店面无证装修', null, null, '无证', '停工', '1天4小时'],
    [null, null, '03', '违章接坡', null, null, '接坡', '拆除', '1天'],
    [null, null, null, null, null, null, '接坡', '拆除', '2天'],
  ];

  it('are listed with sheet, row, column and reason, and nothing is imported', async () => {
    const before = offer.conditionsOf('47678.5-2026/matter/06003@1');
    const { status, body } = await send(await workbook({ 事件: bad }, { edition: '2013', dryRun: 'false' }));
    expect(status).toBe(422);
    expect(body.code).toBe('catalogue.import_refused');
    const places = body.params.refused.map(({ sheet, row, column, reason }: Record<string, unknown>) => [sheet, row, column, reason]);
    expect(places).toEqual([
      ['事件', 3, '处置时限', 'catalogue.row_limit'],
      ['事件', 4, '结案条件', 'catalogue.row_condition'],
      ['事件', 5, '小类代码', 'catalogue.row_code'],
      ['事件', 6, '处置时限', 'catalogue.row_limit'],
      ['事件', 8, '立案条件', 'catalogue.row_repeated'],
    ]);
    expect(offer.conditionsOf('47678.5-2026/matter/06003@1')).toEqual(before);
  });

  it('can be skipped on purpose', async () => {
    const { body } = await send(await workbook({ 事件: bad }, { edition: '2013', dryRun: 'false', skipRefused: 'true' }));
    expect(body).toMatchObject({ applied: true, conditionsAdded: 1 });
    expect(body.refused).toHaveLength(5);
    expect(offer.conditionsOf('47678.5-2026/matter/06003@1').map((condition) => condition.filing)).toEqual(['接坡']);
  });
});

describe('a file that is not such a table', () => {
  it('is refused as a whole, with what is missing', async () => {
    const noSheet = await send(await workbook({ 表一: [header] }, { edition: '2013' }));
    expect(noSheet.body.code).toBe('catalogue.sheets_missing');
    const noColumn = await send(await workbook({ 事件: [header.slice(0, 8)] }, { edition: '2013' }));
    expect(noColumn.body).toMatchObject({ code: 'catalogue.header_missing', params: { sheet: '事件', columns: '处置时限' } });
    const noEdition = await send(await workbook({ 事件: events2013 }, {}));
    expect(noEdition.status).toBe(400);
  });

  it('is refused when it only looks like a workbook', async () => {
    const form = new FormData();
    form.set('edition', '2013');
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    form.set('file', new Blob([Buffer.from('PK\u0003\u0004 not really')], { type }), 'table.xlsx');
    expect((await send(form)).body.code).toBe('catalogue.workbook_unreadable');
  });
});
