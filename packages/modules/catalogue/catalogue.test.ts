import { readFileSync } from 'node:fs';
import { Stage } from '@chengmai/testkit/stage.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, catalogue, catalogueEvents, importedClassId } from './contract.ts';
import { catalogueModule } from './module.ts';
import { seedCity } from './seed.ts';

const cityDir = new URL('../../../cities/demo/', import.meta.url);
const rubbish = '47678.5-2026/matter/06010';
let stage: Stage;
let offer: Catalogue;

beforeAll(async () => {
  stage = await Stage.open([catalogueModule]);
  await seedCity(stage.writing, cityDir);
  offer = stage.running.use(catalogue);
  await offer.reload();
}, 120_000);
afterAll(() => stage.close());

const pathOf = (id: string): string => encodeURIComponent(id);
const events = async (type: string): Promise<number> => {
  await stage.running.drain();
  const [row] = await stage.db.query<{ n: number }>({ text: 'select count(*) as n from platform_event where type = $1', values: [type] });
  return row!.n;
};

describe('the demo catalogue', () => {
  it('has the 153 components and 250 matters of 2026, all with an English name', async () => {
    const { body } = await stage.call('GET', '/api/catalogue/classes', 'acceptor');
    expect(body.filter((entry: { kind: string }) => entry.kind === 'component')).toHaveLength(153);
    const matters = await stage.call('GET', '/api/catalogue/classes?kind=matter', 'acceptor');
    expect(matters.body).toHaveLength(250);
    expect(body.every((entry: { nameEn: string | null; majorNameEn: string | null }) => entry.nameEn && entry.majorNameEn)).toBe(true);
  });

  it('is loaded a second time without adding anything', async () => {
    expect(await seedCity(stage.writing, cityDir)).toEqual({ classes: 0, conditions: 0 });
  });

  it('finds a matter by its bare code, and the component of the same digits by its full id only', () => {
    expect(offer.classOf('01001', stage.clock.now())).toMatchObject({ kind: 'matter', name: '供水井盖异常' });
    expect(offer.classById('47678.5-2026/component/01001@1')).toMatchObject({ kind: 'component', name: '供水井盖' });
    expect(offer.classOf('99999', stage.clock.now())).toBeUndefined();
  });

  it('answers before its first day with its first version', () => {
    expect(offer.classOf('06010', Date.parse('2018-05-01T00:00:00Z'))).toMatchObject({ id: `${rubbish}@1` });
  });

  it('gives conditions with limits and the unit that usually acts', () => {
    const conditions = offer.conditionsOf('47678.5-2026/matter/01001@1');
    expect(conditions[0]).toMatchObject({ position: 1, limit: { value: 2, unit: 'urgent_hour' }, unitId: 'water', validTo: null });
    expect(offer.condition(conditions[0]!.id)).toEqual(conditions[0]);
  });

  it('names only units of the package in its conditions', () => {
    const { units } = JSON.parse(readFileSync(new URL('organisations.json', cityDir), 'utf8')) as { units: { id: string }[] };
    const known = new Set(units.map((unit) => unit.id));
    const named = offer.classes().flatMap((entry) => offer.conditionsOf(entry.id).map((condition) => condition.unitId));
    expect(named.length).toBeGreaterThan(300);
    expect(named.filter((unit) => unit === null || !known.has(unit))).toEqual([]);
  });

  it('maps the 2013 edition by the table, then by the number, and a city’s own numbers by name only', () => {
    expect(offer.fromEdition2013('event', '0110')).toBe('06010');
    expect(offer.fromEdition2013('component', '0101')).toBe('01001');
    expect(offer.fromEdition2013('component', '0286', '路沿石')).toBe('06050');
    expect(offer.fromEdition2013('event', '0198')).toBeUndefined();
    expect(offer.fromEdition2013('event', '0198', '垃圾满溢')).toBe('06042');
    expect(offer.fromEdition2013('event', '0501')).toBeUndefined();
  });

  it('offers the public a short list without signing in', async () => {
    const { status, body } = await stage.call('GET', '/api/catalogue/public-classes', null);
    expect(status).toBe(200);
    expect(body.length).toBeGreaterThan(10);
    expect(body[0]).toMatchObject({ code: '06010', name: '暴露垃圾' });
  });

  it('says which lifecycle settings it has', () => {
    expect(offer.lifecycleSettings()).toMatchObject({ maxExtensions: 2, defaultLimit: { value: 4, unit: 'work_hour' } });
    expect(offer.defaultLimit()).toEqual({ value: 4, unit: 'work_hour' });
  });
});

describe('a changed class', () => {
  it('is a new version; the old one is closed and still found by its id', async () => {
    stage.clock.set('2026-08-01T00:00:00Z');
    const before = await events(catalogueEvents.changed);
    const path = `/api/catalogue/classes/${pathOf(`${rubbish}@1`)}`;
    const { status, body } = await stage.call('PUT', path, 'admin', { version: 1, duplicateRadiusM: 80, nameEn: 'Litter' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: `${rubbish}@2`, version: 2, duplicateRadiusM: 80, nameEn: 'Litter', validTo: null });
    expect(body.versions.map((entry: { version: number }) => entry.version)).toEqual([2, 1]);
    expect(body.conditions).toHaveLength(offer.conditionsOf(`${rubbish}@1`).length);
    expect(offer.classById(`${rubbish}@1`)).toMatchObject({ duplicateRadiusM: 50, validTo: '2026-08-01T00:00:00.000Z' });
    expect(offer.classOf('06010', Date.parse('2026-07-15T00:00:00Z'))?.version).toBe(1);
    expect(offer.classOf('06010', Date.parse('2026-08-02T00:00:00Z'))?.version).toBe(2);
    expect(await events(catalogueEvents.changed)).toBe(before + 1);
  });

  it('is refused to whoever saw an older version, and then nothing is announced', async () => {
    const before = await events(catalogueEvents.changed);
    const answer = await stage.call('PUT', `/api/catalogue/classes/${pathOf(`${rubbish}@1`)}`, 'admin', { version: 1, name: '垃圾' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'http.version_conflict', params: { current: 2 } } });
    expect(await events(catalogueEvents.changed)).toBe(before);
  });

  it('is an administrator’s business', async () => {
    const path = `/api/catalogue/classes/${pathOf(`${rubbish}@2`)}`;
    expect((await stage.call('PUT', path, 'shift_leader', { version: 2, name: '垃圾' })).status).toBe(403);
    expect((await stage.call('PUT', path, null, { version: 2, name: '垃圾' })).status).toBe(401);
  });

  it('that is retired is not offered any more but stays readable', async () => {
    const id = '47678.5-2026/matter/09014@1';
    stage.clock.advance(1_000);
    expect((await stage.call('POST', `/api/catalogue/classes/${pathOf(id)}/retire`, 'admin', { version: 1 })).status).toBe(200);
    expect(offer.classOf('09014', stage.clock.now())).toBeUndefined();
    expect(offer.classById(id)).toMatchObject({ name: '畜力车进城' });
    const again = await stage.call('PUT', `/api/catalogue/classes/${pathOf(id)}`, 'admin', { version: 1, name: '车' });
    expect(again.body.code).toBe('catalogue.class_retired');
  });
});

describe('a class of the city’s own', () => {
  const own = { kind: 'matter', code: '06080', name: '餐厨垃圾遗撒' };

  it('takes a free minor code, once', async () => {
    const { status, body } = await stage.call('POST', '/api/catalogue/classes', 'admin', own);
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: '47678.5-2026/matter/06080@1', majorName: '市容环境类', origin: 'local' });
    expect((await stage.call('POST', '/api/catalogue/classes', 'admin', own)).body.code).toBe('catalogue.class_exists');
  });

  it('does not take a code of the standard', async () => {
    const answer = await stage.call('POST', '/api/catalogue/classes', 'admin', { ...own, code: '06079' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'catalogue.class_not_local' } });
  });
});

describe('a condition', () => {
  const roadDirt = '47678.5-2026/matter/06012@1';
  const row = { filing: '路面大面积泥浆', closing: '冲洗干净', limit: { value: 2, unit: 'urgent_hour' } };

  it('is added behind the others of its class', async () => {
    const count = offer.conditionsOf(roadDirt).length;
    const { status, body } = await stage.call('POST', `/api/catalogue/classes/${pathOf(roadDirt)}/conditions`, 'admin', row);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...row, position: count + 1, version: 1, photoAfterRequired: true });
    expect(offer.conditionsOf(roadDirt)).toHaveLength(count + 1);
  });

  it('that changes keeps its old version for the cases filed under it', async () => {
    const [old] = offer.conditionsOf(roadDirt);
    const change = { version: 1, limit: { value: 1, unit: 'work_hour' } };
    const { body } = await stage.call('PUT', `/api/catalogue/conditions/${pathOf(old!.id)}`, 'admin', change);
    expect(body).toMatchObject({ version: 2, limit: change.limit, filing: old!.filing });
    expect(offer.condition(old!.id)).toMatchObject({ limit: old!.limit });
    expect(offer.condition(old!.id)!.validTo).not.toBeNull();
    expect(offer.conditionsOf(roadDirt).map((condition) => condition.id)).not.toContain(old!.id);
    const late = await stage.call('PUT', `/api/catalogue/conditions/${pathOf(old!.id)}`, 'admin', change);
    expect(late).toMatchObject({ status: 409, body: { params: { current: 2 } } });
  });

  it('that is closed is not offered any more', async () => {
    const last = offer.conditionsOf(roadDirt).at(-1)!;
    const { status } = await stage.call('PUT', `/api/catalogue/conditions/${pathOf(last.id)}`, 'admin', { version: 1, closed: true });
    expect(status).toBe(200);
    expect(offer.conditionsOf(roadDirt).map((condition) => condition.id)).not.toContain(last.id);
  });

  it('with a limit of nothing is refused', async () => {
    const path = `/api/catalogue/classes/${pathOf(roadDirt)}/conditions`;
    const answer = await stage.call('POST', path, 'admin', { ...row, limit: { value: 0, unit: 'work_day' } });
    expect(answer.status).toBe(400);
  });
});

describe('the calendar', () => {
  it('draws where a limit ends: four working hours over the lunch break', async () => {
    const ask = { start: '2026-03-02T10:15:00+08:00', limit: { value: 4, unit: 'work_hour' } };
    const { body } = await stage.call('POST', '/api/catalogue/calendar/due', 'dispatcher', ask);
    expect(body.dueAt).toBe('2026-03-02T08:15:00.000Z');
    expect(body.provisional).toBe(false);
    expect(body.segments.map((segment: { running: boolean }) => segment.running)).toEqual([true, false, true]);
  });

  it('of the demo gives 2026 the working days of the notice', () => {
    const days = Array.from({ length: 365 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10));
    const working = days.filter((day) => offer.calendar().isWorkingDay(day));
    const perMonth = Array.from({ length: 12 }, (_, m) => working.filter((day) => Number(day.slice(5, 7)) === m + 1).length);
    expect(perMonth).toEqual([21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
  });

  it('that is changed is a new version, counts at once and is announced', async () => {
    const { body: current } = await stage.call('GET', '/api/catalogue/calendar', 'admin');
    const next = { ...current, holidays: [...current.holidays, '2026-12-25'] };
    const { status, body } = await stage.call('PUT', '/api/catalogue/calendar', 'admin', next);
    expect(status).toBe(200);
    expect(body.version).toBe(current.version + 1);
    expect(offer.calendar().isWorkingDay('2026-12-25')).toBe(false);
    expect(await events(catalogueEvents.calendarChanged)).toBe(1);
    expect((await stage.call('PUT', '/api/catalogue/calendar', 'admin', next)).status).toBe(409);
  });

  it('with windows that overlap is refused', async () => {
    const { body: current } = await stage.call('GET', '/api/catalogue/calendar', 'admin');
    const windows = [
      { fromMinute: 480, toMinute: 720 },
      { fromMinute: 700, toMinute: 1080 },
    ];
    const answer = await stage.call('PUT', '/api/catalogue/calendar', 'admin', { ...current, windows });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'catalogue.calendar_refused', params: { reason: 'calendar.windows_overlap' } },
    });
  });
});

describe('lifecycle settings', () => {
  it('are changed as a whole, by who saw the latest', async () => {
    const { body: current } = await stage.call('GET', '/api/catalogue/lifecycle', 'leader');
    const next = { version: current.version, settings: { ...current.settings, reopenDays: 20 } };
    expect((await stage.call('PUT', '/api/catalogue/lifecycle', 'admin', next)).body.version).toBe(current.version + 1);
    expect(offer.lifecycleSettings()).toMatchObject({ reopenDays: 20 });
    expect((await stage.call('PUT', '/api/catalogue/lifecycle', 'admin', next)).status).toBe(409);
    const unknown = { version: current.version + 1, settings: { reopenDay: 5 } };
    expect((await stage.call('PUT', '/api/catalogue/lifecycle', 'admin', unknown)).status).toBe(400);
  });
});

describe('classes of an import', () => {
  const rows = [{ code: '宜居管理/市容', name: '市容', majorCode: '宜居管理', majorName: '宜居管理' }];

  it('are added once, under the name of the import, and found by their code', async () => {
    expect(await stage.db.tx((tx) => offer.ensureImported(tx, 'district-x', rows))).toBe(1);
    expect(await stage.db.tx((tx) => offer.ensureImported(tx, 'district-x', rows))).toBe(0);
    await offer.reload();
    const id = importedClassId('district-x', rows[0]!.code);
    expect(offer.classById(id)).toMatchObject({ name: '市容', origin: 'district-x', mappedTo: null });
    expect(offer.classOf(id, Date.parse('2018-01-01T00:00:00Z'))?.id).toBe(id);
  });

  it('can be mapped to one of ours, and only they', async () => {
    const id = importedClassId('district-x', rows[0]!.code);
    const mapped = await stage.call('PUT', `/api/catalogue/classes/${pathOf(id)}/mapping`, 'admin', { to: `${rubbish}@1` });
    expect(mapped.body).toMatchObject({ mappedTo: `${rubbish}@2` });
    const back = await stage.call('PUT', `/api/catalogue/classes/${pathOf(id)}/mapping`, 'admin', { to: null });
    expect(back.body).toMatchObject({ mappedTo: null });
    const ours = await stage.call('PUT', `/api/catalogue/classes/${pathOf(`${rubbish}@2`)}/mapping`, 'admin', { to: id });
    expect(ours.body.code).toBe('catalogue.map_only_imported');
  });

  it('leave nothing behind when the transaction fails', async () => {
    const failing = stage.db.tx(async (tx) => {
      await offer.ensureImported(tx, 'district-y', rows);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await offer.reload();
    expect(offer.classById(importedClassId('district-y', rows[0]!.code))).toBeUndefined();
  });
});

describe('a process that missed the news', () => {
  it('notices at the next question for its health', async () => {
    await stage.db.query({ text: "update catalogue_class set name_en = 'Exposed litter' where id = $1", values: [`${rubbish}@2`] });
    await stage.db.query({ text: 'update catalogue_revision set revision = revision + 1', values: [] });
    expect(offer.classById(`${rubbish}@2`)?.nameEn).toBe('Litter');
    expect((await stage.running.health()).catalogue).toMatchObject({ ok: true });
    expect(offer.classById(`${rubbish}@2`)?.nameEn).toBe('Exposed litter');
  });
});
