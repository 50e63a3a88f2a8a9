import { CaseCity } from '@chengmai/testkit/case-city.ts';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '../areas/contract.ts';

describe('a case through the whole loop', () => {
  let city: CaseCity;
  let spot: { lon: number; lat: number };
  beforeAll(async () => {
    city = await CaseCity.open();
    const zumiao = city.running
      .use(areas)
      .divisions()
      .find((division) => division.code.startsWith('440604012') && division.level === 'community')!;
    spot = { lon: zumiao.lon!, lat: zumiao.lat! };
  });
  afterAll(() => city?.close());

  const picture = () =>
    sharp({ create: { width: 640, height: 480, channels: 3, background: { r: 90, g: 120, b: 90 } } })
      .jpeg()
      .toBuffer();
  const photo = async (account: string) =>
    (await city.upload(account, '/api/photos', [{ field: 'file', name: 'a.jpg', bytes: await picture(), type: 'image/jpeg' }])).body
      .id as string;
  const act = async (account: string, id: string, action: string, input: Record<string, unknown> = {}) => {
    const seen = await city.get('leader', `/api/cases/${id}`);
    return city.call(account, 'POST', `/api/cases/${id}/actions/${action}`, { version: seen.body.version, ...input });
  };

  it('goes from a citizen to closing, with verification, rework, extension and rating', async () => {
    const sent = await city.upload(
      null,
      '/api/public/reports',
      [{ field: 'photo', name: 'p.jpg', bytes: await picture(), type: 'image/jpeg' }],
      {
        description: '巷口堆满垃圾，好几天没人清',
        place: '普君西路 67 号西侧巷口',
        lon: String(spot.lon),
        lat: String(spot.lat),
        phone: '000-0000',
      },
    );
    expect(sent).toMatchObject({
      status: 201,
      body: { number: expect.stringMatching(/^440604\d{13}$/), trackingCode: expect.stringMatching(/^[2-9A-Z]{12}$/) },
    });
    const queue = await city.get('acceptor', '/api/cases?view=mine');
    const id = queue.body.items[0].id as string;
    expect(queue.body.items[0]).toMatchObject({ state: 'reported', source: 'citizen', light: 'green' });

    expect(await act('acceptor', id, 'send_pre_check')).toMatchObject({ status: 200, body: { state: 'pre_checking' } });
    const collector = (await city.get('leader', `/api/cases/${id}`)).body;
    const tasks = await city.get('collector', '/api/cases?view=mine');
    const holder =
      tasks.body.items.length > 0
        ? 'collector'
        : (await city.get('collector2', '/api/cases?view=mine')).body.items.length > 0
          ? 'collector2'
          : 'collector3';
    expect(collector.actions).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'supervise' })]));
    city.clock.advanceMinutes(10);
    expect(await act(holder, id, 'answer_pre_check', { passed: true, photoIds: [await photo(holder)], reason: '属实' })).toMatchObject({
      status: 200,
    });
    expect(await act('acceptor', id, 'file', { classCode: '01001' })).toMatchObject({
      status: 422,
      body: { code: 'cases.condition_required' },
    });
    const classes = await city.get('acceptor', '/api/catalogue/classes?kind=matter');
    const rubbish = classes.body.find((one: { code: string }) => one.code === '06010');
    const detail = await city.get('acceptor', `/api/catalogue/classes/${encodeURIComponent(rubbish.id)}`);
    const conditionId = detail.body.conditions[0].id as string;
    expect(await act('acceptor', id, 'file', { classCode: '06010', conditionId })).toMatchObject({
      status: 200,
      body: { state: 'pending_dispatch', className: '暴露垃圾' },
    });
    expect(await act('dispatcher', id, 'dispatch', { unitId: 'sanitation' })).toMatchObject({
      status: 200,
      body: { state: 'pending_assign', unitName: '环境卫生管理所' },
    });
    expect(await act('manager-parks', id, 'assign', { handlerId: '-' })).toMatchObject({ status: 404 });
    const handler = await city.running.db.query<{ id: string }>({
      text: `select id from identity_user where account = 'handler2'`,
      values: [],
    });
    expect(await act('manager-sanitation', id, 'assign', { handlerId: handler[0]!.id })).toMatchObject({
      status: 200,
      body: { state: 'handling' },
    });
    expect(await act('manager-sanitation', id, 'apply_extension', { reason: '需要吊车' })).toMatchObject({
      status: 200,
      body: { pendingApplication: 'extension' },
    });
    expect(await act('dispatcher', id, 'review_application', { granted: true })).toMatchObject({
      status: 200,
      body: { extensions: 1, pendingApplication: null },
    });
    expect(await act('handler2', id, 'submit_handling', {})).toMatchObject({ status: 422, body: { code: 'lifecycle.input_missing' } });
    expect(await act('handler2', id, 'submit_handling', { photoIds: [await photo('handler2')], reason: '已清走' })).toMatchObject({
      status: 200,
    });
    expect(await act('manager-sanitation', id, 'confirm')).toMatchObject({ status: 200, body: { state: 'pending_review' } });
    expect(await act('dispatcher', id, 'rework', { reason: '照片角度不对' })).toMatchObject({
      status: 200,
      body: { state: 'pending_assign', reworks: 1 },
    });
    await act('manager-sanitation', id, 'assign', { handlerId: handler[0]!.id });
    await act('handler2', id, 'submit_handling', { photoIds: [await photo('handler2')] });
    await act('manager-sanitation', id, 'confirm');
    expect(await act('dispatcher', id, 'forward_close')).toMatchObject({ status: 200, body: { state: 'pending_close' } });
    expect(await act('acceptor', id, 'send_post_check', {})).toMatchObject({ status: 200, body: { state: 'post_checking' } });
    expect(await act(holder, id, 'answer_post_check', { passed: true, photoIds: [await photo(holder)] })).toMatchObject({ status: 200 });
    expect(await act('acceptor', id, 'close', { reason: '已清走并复查' })).toMatchObject({ status: 200, body: { state: 'closed' } });
    const status = await city.get(null, `/api/public/reports/${sent.body.trackingCode}`);
    expect(status.body).toMatchObject({ canRate: true, reply: '已清走并复查', stage: 'evaluate' });
    const rated = await city.call(null, 'POST', `/api/public/reports/${sent.body.trackingCode}/rating`, { satisfaction: 'satisfied' });
    expect(rated).toMatchObject({ status: 200, body: { satisfaction: 'satisfied', canRate: false } });
  });
});
