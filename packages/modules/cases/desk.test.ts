import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { CaseCity } from '@chengmai/testkit/case-city.ts';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '../areas/contract.ts';
import { catalogue } from '../catalogue/contract.ts';
import { historyReader } from './verify-history.ts';

describe('the case desk', () => {
  let city: CaseCity;
  let spots: { lon: number; lat: number }[];
  let people: Map<string, string>;

  beforeAll(async () => {
    city = await CaseCity.open();
    spots = city.running
      .use(areas)
      .divisions()
      .filter((one) => one.code.startsWith('440604012') && one.level === 'community')
      .map((one) => ({ lon: one.lon!, lat: one.lat! }));
    const rows = await city.running.db.query<{ account: string; id: string }>({
      text: 'select account, id from identity_user',
      values: [],
    });
    people = new Map(rows.map((row) => [row.account, row.id]));
  }, 240_000);
  afterAll(() => city?.close());

  /** Whatever a test did: the history is the case. */
  afterEach(async () => {
    const read = historyReader(city.running.use(catalogue));
    const rows = await city.running.db.query<{ id: string; lifecycle: CaseState }>({
      text: `select id, lifecycle from cases_case where origin = 'live'`,
      values: [],
    });
    for (const row of rows) expect(await read(city.running.db, row.id)).toEqual(row.lifecycle);
  });

  const report = async (more: Record<string, unknown> = {}, account = 'acceptor') =>
    (
      await city.call(account, 'POST', '/api/cases', {
        classCode: '06010',
        description: '路边有垃圾',
        place: '普君西路 1 号',
        ...spots[0],
        ...more,
      })
    ).body as { id: string; number: string; version: number };
  const act = (account: string, id: string, action: string, version: number, input: Record<string, unknown> = {}) =>
    city.call(account, 'POST', `/api/cases/${id}/actions/${action}`, { version, ...input });
  /** Somewhere else: the middle of the n-th community. */
  const far = (n: number) => spots[n]!;
  /** A case at the desk of a department. */
  const dispatched = async (unitId = 'sanitation', more: Record<string, unknown> = {}) => {
    const made = await report(more);
    await act('acceptor', made.id, 'file', 1);
    await act('dispatcher', made.id, 'dispatch', 2, { unitId });
    return made.id;
  };

  it('refuses the second of two people who act on the same version, and says which version it is now', async () => {
    const made = await report(far(1));
    const both = await Promise.all([act('acceptor', made.id, 'file', 1), act('shift', made.id, 'file', 1)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(both.find((answer) => answer.status === 409)?.body).toMatchObject({
      code: 'http.version_conflict',
      title: expect.stringContaining('2'),
    });
  });

  it('answers a repeated request with the first answer and opens one case', async () => {
    const body = { classCode: '06010', description: '同一次提交', place: '某路 2 号', ...far(2) };
    const [first, second] = await Promise.all([
      city.call('acceptor', 'POST', '/api/cases', body, 'same-key-1'),
      city.call('acceptor', 'POST', '/api/cases', body, 'same-key-1'),
    ]);
    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    const other = await city.call('acceptor', 'POST', '/api/cases', { ...body, place: '另一处' }, 'same-key-1');
    expect(other).toMatchObject({ status: 422, body: { code: 'http.idempotency_key_reused' } });
  });

  it('shows a case only within the data scope', async () => {
    const id = await dispatched('sanitation', far(3));
    expect((await city.get('manager-sanitation', `/api/cases/${id}`)).status).toBe(200);
    expect((await city.get('manager-parks', `/api/cases/${id}`)).body).toMatchObject({ code: 'cases.not_found' });
    expect((await city.get('handler2', `/api/cases/${id}`)).status).toBe(404);
    await act('manager-sanitation', id, 'assign', 3, { handlerId: people.get('handler2') });
    expect((await city.get('handler2', `/api/cases/${id}`)).body).toMatchObject({ state: 'handling', handlerName: expect.any(String) });
    expect((await city.get(null, `/api/cases/${id}`)).status).toBe(401);
    const list = await city.get('manager-parks', '/api/cases?view=all&limit=200');
    expect(list.body.items.map((row: { id: string }) => row.id)).not.toContain(id);
  });

  it('hides the reporter from those who handle, and writes down who read it', async () => {
    const made = await report({ ...far(4), reporterName: '示意人', reporterPhone: '13800000000', hideReporter: true });
    expect((await city.get('acceptor', `/api/cases/${made.id}`)).body.reportsList[0]).toMatchObject({ reporterPhone: '13800000000' });
    expect((await city.get('dispatcher', `/api/cases/${made.id}`)).body.reportsList[0]).toMatchObject({
      reporterName: null,
      reporterPhone: null,
    });
    const trail = await city.get('admin', '/api/audit?action=cases.read_reporter');
    expect(JSON.stringify(trail.body)).toContain(made.number);
  });

  it('suggests near cases of the class with reasons, joins two, and takes them apart again', async () => {
    const base = far(6);
    const older = await report({ ...base, description: '巷口一堆生活垃圾没人清理' });
    city.clock.advanceMinutes(10);
    const newer = await report({ lon: base.lon + 0.0002, lat: base.lat, description: '巷口生活垃圾堆积没人清理' });
    const found = await city.get('acceptor', `/api/cases/${newer.id}/duplicates`);
    expect(found.body[0]).toMatchObject({ caseId: older.id, verdict: expect.stringMatching(/same|maybe/) });
    expect(found.body[0].reasons.map((one: { kind: string }) => one.kind)).toEqual(expect.arrayContaining(['distance', 'time', 'text']));
    const apart = await city.call('acceptor', 'PUT', `/api/cases/${newer.id}/not-same/${older.id}`, { apart: true });
    expect(apart.body[0]).toMatchObject({
      caseId: older.id,
      toldApart: true,
      score: null,
      excludedBecause: { zh: expect.stringContaining('不是同一件') },
    });
    expect((await city.get('dispatcher', `/api/cases/${older.id}/duplicates`)).body[0]).toMatchObject({
      caseId: newer.id,
      toldApart: true,
    });
    const again = await city.call('acceptor', 'PUT', `/api/cases/${newer.id}/not-same/${older.id}`, { apart: false });
    expect(again.body[0]).toMatchObject({ caseId: older.id, toldApart: false, excludedBecause: null });
    const before = (await city.get('acceptor', `/api/cases/${newer.id}`)).body;
    expect(await act('acceptor', newer.id, 'merge', 1, { caseId: older.id })).toMatchObject({ status: 200, body: { state: 'merged' } });
    const joined = (await city.get('acceptor', `/api/cases/${older.id}`)).body;
    expect(joined).toMatchObject({ reports: 2, links: [{ kind: 'merged_from', caseId: newer.id }] });
    expect(joined.reportsList).toHaveLength(2);
    expect(await act('acceptor', newer.id, 'unmerge', 2, { reason: '不是同一处' })).toMatchObject({
      status: 200,
      body: { state: 'reported', reports: 1 },
    });
    const after = (await city.get('acceptor', `/api/cases/${newer.id}`)).body;
    expect(after.clock.dueAt).toBe(before.clock.dueAt);
    expect((await city.get('acceptor', `/api/cases/${older.id}`)).body).toMatchObject({ reports: 1, links: [] });
  });

  it('takes back one’s own last step within ten seconds, and not later', async () => {
    const made = await report(far(7));
    await act('acceptor', made.id, 'file', 1);
    city.clock.advance(9_000);
    expect(await city.call('shift', 'POST', `/api/cases/${made.id}/undo`, { version: 2 })).toMatchObject({
      status: 409,
      body: { code: 'cases.nothing_to_undo' },
    });
    expect(await city.call('acceptor', 'POST', `/api/cases/${made.id}/undo`, { version: 2 })).toMatchObject({
      status: 200,
      body: { state: 'reported', version: 3 },
    });
    await act('acceptor', made.id, 'file', 3);
    city.clock.advance(11_000);
    expect(await city.call('acceptor', 'POST', `/api/cases/${made.id}/undo`, { version: 4 })).toMatchObject({ status: 409 });
  });

  it('acts on many at once, each by itself', async () => {
    const [a, b] = [await report(far(8)), await report(far(9))];
    await act('acceptor', b.id, 'file', 1);
    const answer = await city.call('acceptor', 'POST', '/api/cases/batch', {
      action: 'file',
      items: [
        { id: a.id, version: 1 },
        { id: b.id, version: 1 },
      ],
      input: {},
    });
    expect(answer.body).toMatchObject({ done: [{ id: a.id, version: 2 }], refused: [{ id: b.id, code: 'http.version_conflict' }] });
  });

  it('suspends, stops the clock, and resumes by itself on the day', async () => {
    const id = await dispatched('sanitation', far(10));
    expect(await act('manager-sanitation', id, 'apply_suspension', 3, { reason: '等待产权单位', until: '2026-03-12' })).toMatchObject({
      status: 200,
    });
    expect(await act('dispatcher', id, 'review_application', 4, { granted: true })).toMatchObject({
      body: { state: 'suspended', light: 'hold', dueAt: null },
    });
    city.clock.set('2026-03-13T09:00:00+08:00');
    await city.running.runDueJobs();
    expect((await city.get('dispatcher', `/api/cases/${id}`)).body).toMatchObject({
      state: 'pending_assign',
      history: expect.arrayContaining([expect.objectContaining({ action: 'resume', actorName: '系统' })]),
    });
  });

  it('tells each rung of the escalation ladder once', async () => {
    const id = await dispatched('sanitation', far(11));
    city.clock.advanceMinutes(60 * 24 * 7);
    await city.running.runDueJobs();
    city.clock.advanceMinutes(2);
    await city.running.runDueJobs();
    const told = await city.running.db.query<{ step_key: string }>({
      text: 'select step_key from cases_escalation where case_id = $1',
      values: [id],
    });
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(new Set(told.map((one) => one.step_key)).size).toBe(told.length);
    expect((await city.get('shift', '/api/cases?view=open&light=red')).body.items.map((row: { id: string }) => row.id)).toContain(id);
  });

  it('counts what it lists: open is the sum of its lights and of its states', async () => {
    const counts = (await city.get('dispatcher', '/api/cases/counts')).body;
    const rows = (await city.get('dispatcher', '/api/cases?view=open&limit=200')).body.items as { state: string; light: string }[];
    const sum = (table: Record<string, number>) => Object.values(table).reduce((a, b) => a + b, 0);
    expect(counts.open).toBe(rows.length);
    expect(sum(counts.byLight)).toBe(counts.open);
    expect(sum(counts.byState)).toBe(counts.open);
    expect(counts.byLight.red).toBe(rows.filter((row) => row.light === 'red').length);
    expect(counts.mine).toBe((await city.get('dispatcher', '/api/cases?view=mine&limit=200')).body.items.length);
  });

  it('walks the whole list page by page without a gap or a repeat', async () => {
    const all = (await city.get('leader', '/api/cases?view=all&limit=200&sort=newest')).body.items.map((row: { id: string }) => row.id);
    for (const sort of ['due', 'newest', 'oldest']) {
      const walked: string[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: { id: string }[]; next: string | null } = (
          await city.get('leader', `/api/cases?view=all&limit=3&sort=${sort}${cursor ? `&cursor=${cursor}` : ''}`)
        ).body;
        walked.push(...page.items.map((row) => row.id));
        cursor = page.next;
      } while (cursor !== null);
      expect([...walked].sort()).toEqual([...all].sort());
    }
    expect(await city.get('leader', '/api/cases?cursor=nonsense')).toMatchObject({ status: 400, body: { code: 'cases.bad_cursor' } });
  });

  it('finds by words of place and description and by the tail of the number', async () => {
    const made = await report({ ...far(12), place: '文华北路 88 号商铺前', description: '沙井盖破损，行人易绊倒' });
    const ids = async (q: string) =>
      (await city.get('leader', `/api/cases?view=all&q=${encodeURIComponent(q)}`)).body.items.map((row: { id: string }) => row.id);
    expect(await ids('文华北路')).toEqual([made.id]);
    expect(await ids('井盖破损')).toEqual([made.id]);
    expect(await ids(made.number)).toEqual([made.id]);
    expect(await ids(made.number.slice(-6))).toContain(made.id);
    expect(await ids("' | !")).toEqual([]);
  });

  it('keeps hostile text as text', async () => {
    const hostile = `'; drop table cases_case; -- <script>alert(1)</script> \u202Eمرحبا 🚧 𠮷 %s \\`;
    const made = await report({ ...far(13), description: hostile, place: hostile });
    expect((await city.get('acceptor', `/api/cases/${made.id}`)).body).toMatchObject({
      description: hostile.trim(),
      place: hostile.trim(),
    });
    const csv = await city.get('acceptor', '/api/cases/export?view=all&format=csv');
    expect(csv.body.toString('utf8')).toContain('🚧');
    const formula = await report({ ...far(14), place: '=HYPERLINK("http://x")' });
    const again = (await city.get('acceptor', '/api/cases/export?view=all&format=csv')).body.toString('utf8') as string;
    expect(again).toContain(`'=HYPERLINK`);
    expect(formula.id).toBeTruthy();
    expect((await city.get('acceptor', '/api/cases/export?view=all&format=xlsx')).body.subarray(0, 2).toString()).toBe('PK');
    expect(
      await city.call('acceptor', 'POST', '/api/cases', { classCode: '06010', description: 'nul \u0000', place: 'x', ...spots[0] }),
    ).toMatchObject({ status: 400 });
  });

  it('refuses what it cannot place, name or read', async () => {
    const base = { classCode: '06010', description: 'd', place: 'p' };
    expect(await city.call('acceptor', 'POST', '/api/cases', { ...base, lon: 100, lat: 40 })).toMatchObject({
      status: 400,
      body: { code: 'cases.place_unknown' },
    });
    expect(await city.call('acceptor', 'POST', '/api/cases', { ...base, ...spots[0], classCode: '99999' })).toMatchObject({
      status: 400,
      body: { code: 'cases.class_unknown' },
    });
    expect(await city.call('handler', 'POST', '/api/cases', { ...base, ...spots[0] })).toMatchObject({ status: 403 });
    const made = await report(far(15));
    expect(await act('acceptor', made.id, 'fly', 1)).toMatchObject({ status: 404, body: { code: 'cases.unknown_action' } });
    expect(await act('acceptor', made.id, 'file', 1, { conditionId: 'none' })).toMatchObject({ body: { code: 'cases.condition_unknown' } });
    expect(await act('acceptor', made.id, 'reject', 1)).toMatchObject({ status: 422, body: { code: 'lifecycle.reason_required' } });
    const text = await city.upload('acceptor', '/api/photos', [
      { field: 'file', name: 'x.jpg', bytes: Buffer.from('not a picture'), type: 'image/jpeg' },
    ]);
    expect(text.status).toBeGreaterThanOrEqual(400);
    expect(await act('dispatcher', (await report(far(16))).id, 'dispatch', 1, { unitId: 'sanitation' })).toMatchObject({ status: 409 });
  });

  it('strips what a camera knows from photos, and shows them only with their case', async () => {
    const withExif = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'teal' } })
      .withExif({ IFD0: { Copyright: 'secret place' }, IFD2: { DateTimeOriginal: '2026:03:01 10:20:30' } })
      .jpeg()
      .toBuffer();
    const photo = (await city.upload('acceptor', '/api/photos', [{ field: 'file', name: 'e.jpg', bytes: withExif, type: 'image/jpeg' }]))
      .body;
    expect(photo.takenAt).toBe('2026-03-01T02:20:30.000Z');
    const bytes = (await city.get('acceptor', photo.url)).body as Buffer;
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect((await city.get('manager-parks', photo.url)).status).toBe(404);
    expect(await act('dispatcher', (await report(far(17))).id, 'comment', 1, { reason: '借用照片', photoIds: [photo.id] })).toMatchObject({
      status: 400,
      body: { code: 'cases.photo_unknown' },
    });
  });

  it('splits one report into several cases that name each other', async () => {
    const made = await report(far(18));
    const split = await act('acceptor', made.id, 'split', 1, {
      parts: [
        { classCode: '06012', description: '路面油污' },
        { classCode: '07001', description: '墙上小广告' },
      ],
    });
    expect(split.body.links.filter((link: { kind: string }) => link.kind === 'split_into')).toHaveLength(2);
  });

  it('moves open deadlines when the calendar changes, and leaves the closed alone', async () => {
    city.clock.set('2026-04-01T09:00:00+08:00');
    await city.running.runDueJobs();
    const id = await dispatched('sanitation', far(19));
    const before = (await city.get('dispatcher', `/api/cases/${id}`)).body.dueAt;
    const calendar = (await city.get('admin', '/api/catalogue/calendar')).body;
    const changed = await city.call('admin', 'PUT', '/api/catalogue/calendar', {
      ...calendar,
      holidays: [...calendar.holidays, '2026-04-01', '2026-04-02'],
    });
    expect(changed.status).toBe(200);
    await city.running.drain();
    city.clock.advanceMinutes(1);
    await city.running.runDueJobs();
    const after = (await city.get('dispatcher', `/api/cases/${id}`)).body;
    expect(Date.parse(after.dueAt)).toBeGreaterThan(Date.parse(before));
    await city.call('admin', 'PUT', '/api/catalogue/calendar', { ...calendar, version: changed.body.version });
  });

  it('keeps saved views per person, and shares what is meant to be shared', async () => {
    const made = await city.call('acceptor', 'POST', '/api/views', {
      name: '福贤 + 普东',
      query: 'view=open&area=440604012',
      shared: false,
    });
    expect(made.status).toBe(201);
    expect((await city.get('acceptor', '/api/views')).body.map((view: { id: string }) => view.id)).toContain(made.body.id);
    expect((await city.get('dispatcher', '/api/views')).body.map((view: { id: string }) => view.id)).not.toContain(made.body.id);
    expect((await city.call('dispatcher', 'DELETE', `/api/views/${made.body.id}`)).status).toBe(404);
    expect((await city.call('acceptor', 'DELETE', `/api/views/${made.body.id}`)).status).toBe(200);
  });

  it('gives each post a home of its own queues', async () => {
    for (const account of [
      'acceptor',
      'shift',
      'dispatcher',
      'manager-sanitation',
      'handler2',
      'collector',
      'leader',
      'inspector',
      'evaluator',
      'admin',
    ]) {
      const home = await city.get(account, '/api/home');
      expect(home.status).toBe(200);
      for (const queue of home.body.queues) {
        const list = await city.get(account, `/api/cases?limit=200&${queue.query}`);
        expect(list.body.items).toHaveLength(queue.count);
      }
    }
  });
});
