import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseComponentId2013, parseEventCode2013 } from './edition-2013.ts';
import { createMap2013, type MapRow } from './map-2013.ts';

const row = (kind2013: 'component' | 'event', code2013: string, name2013: string, to: string | null): MapRow => {
  const [kind2026, code2026] = to === null ? [null, null] : (to.split(' ') as ['component' | 'matter', string]);
  return { kind2013, code2013, name2013, kind2026, code2026 };
};
const ROWS: readonly MapRow[] = [
  row('component', '0501', '水域附属设施', 'component 01069'),
  row('component', '0181', '无障碍坡道及盲道', 'matter 06051'),
  row('component', '0181', '无障碍坡道及盲道', 'matter 06052'),
  row('component', '0130', '路沿石', 'matter 06050'),
  row('event', '0198', '垃圾满溢', 'matter 06042'),
  row('event', '0501', '水管爆裂', null),
];
const map = createMap2013(ROWS);
const refused = (code: string) => ({ ok: false, refusal: { code } });

describe('the map from 2013 to 2026', () => {
  it('takes the number rule for what the table does not list', () => {
    expect(map.componentId('3205080101000001')).toEqual({ ok: true, value: '32050801001000001' });
    expect(map.matterCode('3205080110')).toEqual({ ok: true, value: '32050806010' });
    expect(map.counterparts('event', '0401')).toEqual({ ok: true, value: [{ kind: 'matter', code: '09001' }] });
  });

  it('lets the table win over the number', () => {
    expect(map.componentId('3205080501000007')).toEqual({ ok: true, value: '32050801069000007' });
  });

  it('gives both halves of a split class, and refuses to choose an id for it', () => {
    expect(map.counterparts('component', '0181', '无障碍坡道及盲道')).toMatchObject({ value: [{ code: '06051' }, { code: '06052' }] });
    expect(createMap2013(ROWS, { ownCity: true }).componentId('3205080181000001')).toMatchObject(refused('codes.class_2013_split'));
  });

  it('finds a city’s own class by its name and never by its number', () => {
    expect(map.matterCode('3205080198')).toMatchObject(refused('codes.class_2013_local'));
    expect(map.matterCode('3205080198', '违法农村自建房')).toMatchObject(refused('codes.class_2013_local'));
    expect(map.matterCode('3205080197', '垃圾满溢')).toEqual({ ok: true, value: '32050806042' });
    expect(createMap2013(ROWS, { ownCity: true }).matterCode('3205080198')).toEqual({ ok: true, value: '32050806042' });
  });

  it('refuses what left the catalogue, what became another kind, and what the catalogue does not know', () => {
    expect(map.matterCode('3205080501')).toMatchObject(refused('codes.class_2013_no_counterpart'));
    expect(map.matterCode('3205080509')).toMatchObject(refused('codes.class_2013_no_counterpart'));
    expect(map.componentId('3205080130000001')).toMatchObject(refused('codes.class_2013_other_kind'));
    const strict = createMap2013([], { exists: (_kind, code) => code !== '01016' });
    expect(strict.componentId('3205080116000001')).toMatchObject(refused('codes.class_2013_no_counterpart'));
  });

  it('refuses malformed codes', () => {
    expect(map.componentId('44060401001000123')).toMatchObject(refused('codes.component_2013_malformed'));
    expect(map.matterCode('32050806010')).toMatchObject(refused('codes.event_2013_malformed'));
    expect(map.counterparts('event', '401')).toMatchObject(refused('codes.class_2013_malformed'));
  });

  it('reads the parts of the old codes', () => {
    expect(parseComponentId2013('3205080101000001')).toMatchObject({
      value: { areaCode: '320508', classCode: '0101', sequence: '000001' },
    });
    expect(parseEventCode2013('3205080110')).toMatchObject({ value: { areaCode: '320508', classCode: '0110' } });
  });
});

const shared = process.env.CHENGMAI_SHARED ?? path.resolve(import.meta.dirname, '../../../../shared');
const file = path.join(shared, 'data/standards/map-2013-2026.csv');

describe.skipIf(!existsSync(file))('the published map of one city (set CHENGMAI_SHARED to run)', () => {
  it('agrees with the number rule on all 116 same-numbered classes', () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    const same = lines.map((line) => line.split(',')).filter((cells) => cells[6] === 'same_number');
    const ruled = createMap2013([]);
    const wrong = same.filter(([kind, code, , kind2026, code2026]) => {
      const found = ruled.counterparts(kind as 'component' | 'event', code!);
      return !found.ok || found.value[0]!.kind !== kind2026 || found.value[0]!.code !== code2026;
    });
    expect(same).toHaveLength(116);
    expect(wrong).toEqual([]);
  });
});
