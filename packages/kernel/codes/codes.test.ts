import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../result.ts';
import { containsArea, isChildArea, parentArea, parseArea } from './area.ts';
import { formatCaseNumber, parseCaseNumber } from './case-number.ts';
import { componentClassOf, isLocalClass, parseClassCode } from './class-code.ts';
import { checkComponentId, formatComponentId, parseComponentId } from './component.ts';
import { creditCodeCheck, parseCreditCode } from './credit-code.ts';
import { formatGrid, parseGrid } from './grid.ts';
import { checkMatterCode, formatMatterCode, parseMatterCode } from './matter.ts';

function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code} ${JSON.stringify(result.refusal.params)}`);
  return result.value;
}
const refusalOf = (result: Result<unknown>): string => (result.ok ? 'accepted' : result.refusal.code);

const area = (text: string) => accepted(parseArea(text));
const digits = (length: number) => fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'));
const community = fc
  .tuple(fc.integer({ min: 11, max: 82 }), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }))
  .chain(([p, c, d]) =>
    fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 })).map(([s, m]) => {
      const two = (n: number) => String(n).padStart(2, '0');
      const three = (n: number) => String(n).padStart(3, '0');
      return `${two(p)}${two(c)}${two(d)}${three(s)}${three(m)}`;
    }),
  );

describe('an administrative division', () => {
  it.each([
    ['44', '440000', 'province'],
    ['440000', '440000', 'province'],
    ['4406', '440600', 'city'],
    ['440600', '440600', 'city'],
    ['440604', '440604', 'district'],
    ['440604001', '440604001', 'street'],
    ['440604001002', '440604001002', 'community'],
    ['441900003', '441900003', 'street'],
  ])('%s is %s, a %s', (text, code, level) => {
    expect(parseArea(text)).toMatchObject({ ok: true, value: { code, level } });
  });

  it.each([
    ['', 'codes.area_malformed'],
    ['4', 'codes.area_malformed'],
    ['44060', 'codes.area_malformed'],
    ['44060a', 'codes.area_malformed'],
    ['４４０６０４', 'codes.area_malformed'],
    [' 440604', 'codes.area_malformed'],
    ['000000', 'codes.area_malformed'],
    ['440004', 'codes.area_gap'],
    ['4400', 'codes.area_gap'],
    ['440604000002', 'codes.area_gap'],
    ['440604000', 'codes.area_padded'],
  ])('%j is refused', (text, code) => {
    expect(refusalOf(parseArea(text))).toBe(code);
  });

  it('a padded twelve-digit code is refused with the code that is meant', () => {
    expect(parseArea('440604001000')).toMatchObject({ refusal: { params: { meant: '440604001' } } });
    expect(parseArea('440604000000')).toMatchObject({ refusal: { params: { meant: '440604' } } });
  });

  it('climbs from the community to the province', () => {
    const codes: string[] = [];
    for (let at: ReturnType<typeof parentArea> = area('440604001002'); at; at = parentArea(at)) codes.push(at.code);
    expect(codes).toEqual(['440604001002', '440604001', '440604', '440600', '440000']);
    expect(parentArea(area('441900003'))?.code).toBe('441900');
  });

  it('contains what lies below it at any depth, and only that', () => {
    expect(containsArea(area('4406'), area('440604001002'))).toBe(true);
    expect(containsArea(area('440600'), area('440600'))).toBe(true);
    expect(containsArea(area('440604'), area('440605001'))).toBe(false);
    expect(isChildArea(area('440600'), area('440604'))).toBe(true);
    expect(isChildArea(area('440600'), area('440604001'))).toBe(false);
  });

  it('every parent contains its child directly', () => {
    fc.assert(
      fc.property(community, (code) => {
        for (let child = area(code); ; ) {
          const parent = parentArea(child);
          if (!parent) return child.level === 'province';
          if (!containsArea(parent, child) || !isChildArea(parent, child) || containsArea(child, parent)) return false;
          child = parent;
        }
      }),
    );
  });
});

describe('a unit grid cell', () => {
  it('area 440604 + 001 + 002 + 003', () => {
    expect(formatGrid('440604001002', 3)).toEqual({ ok: true, value: '440604001002003' });
    expect(parseGrid('440604001002003')).toEqual({
      ok: true,
      value: { code: '440604001002003', areaCode: '440604', streetCode: '440604001', communityCode: '440604001002', sequence: 3 },
    });
  });

  it('foreign lengths, streets and overflowing sequences are refused', () => {
    expect(refusalOf(parseGrid('440604001002'))).toBe('codes.grid_malformed');
    expect(refusalOf(parseGrid('4406040010020031'))).toBe('codes.grid_malformed');
    expect(refusalOf(formatGrid('440604001', 1))).toBe('codes.area_malformed');
    expect(refusalOf(formatGrid('440604001002', 1000))).toBe('codes.sequence_overflow');
    expect(refusalOf(formatGrid('440604001002', 1.5))).toBe('codes.sequence_overflow');
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(community, fc.integer({ min: 0, max: 999 }), (code, sequence) => {
        const grid = accepted(parseGrid(accepted(formatGrid(code, sequence))));
        return grid.communityCode === code && grid.sequence === sequence && code.startsWith(grid.streetCode);
      }),
    );
  });
});

describe('a class code', () => {
  it('exists twice: a component class and the matter that it is abnormal', () => {
    expect(accepted(parseClassCode('component', '01001'))).toEqual({ kind: 'component', code: '01001', major: '01', minor: '001' });
    expect(componentClassOf(accepted(parseClassCode('matter', '01001')))).toBe('01001');
    expect(componentClassOf(accepted(parseClassCode('matter', '06010')))).toBeNull();
  });

  it('has majors 01–05 for components and 01–10 for matters', () => {
    for (let major = 0; major <= 99; major += 1) {
      const code = `${String(major).padStart(2, '0')}001`;
      expect(parseClassCode('component', code).ok).toBe(major >= 1 && major <= 5);
      expect(parseClassCode('matter', code).ok).toBe(major >= 1 && major <= 10);
    }
  });

  it('tells a city’s own classes from the standard’s', () => {
    expect(isLocalClass(accepted(parseClassCode('matter', '06079')))).toBe(false);
    expect(isLocalClass(accepted(parseClassCode('matter', '06080')))).toBe(true);
  });
});

describe('a component', () => {
  it('area 440604, class 01001 供水井盖, sequence 123', () => {
    expect(formatComponentId('440604', '01001', 123)).toEqual({ ok: true, value: '44060401001000123' });
    expect(parseComponentId('44060401001000123')).toEqual({
      ok: true,
      value: { code: '44060401001000123', areaCode: '440604', classCode: '01001', sequence: 123 },
    });
  });

  it.each([
    ['4406040100100012', 'codes.component_2013_form'],
    ['44060406010000001', 'codes.class_is_matter'],
    ['44060411010000001', 'codes.class_major_unknown'],
    ['44000401001000123', 'codes.area_gap'],
    ['4406040100100012x', 'codes.component_malformed'],
    ['440604010010001234', 'codes.component_malformed'],
  ])('%s is refused', (text, code) => {
    expect(refusalOf(parseComponentId(text))).toBe(code);
  });

  it('must begin with its record’s area and class', () => {
    expect(checkComponentId('44060401001000123', { areaCode: '440604', classCode: '01001' }).ok).toBe(true);
    expect(refusalOf(checkComponentId('44060401001000123', { areaCode: '440605', classCode: '01001' }))).toBe('codes.area_mismatch');
    expect(refusalOf(checkComponentId('44060401001000123', { areaCode: '440604', classCode: '01002' }))).toBe('codes.class_mismatch');
  });

  it('runs out of sequences after 999999', () => {
    expect(formatComponentId('440604', '01001', 999_999).ok).toBe(true);
    expect(refusalOf(formatComponentId('440604', '01001', 1_000_000))).toBe('codes.sequence_overflow');
  });
});

describe('a matter', () => {
  it('area 440604, class 06010 暴露垃圾', () => {
    expect(formatMatterCode('440604', '06010')).toEqual({ ok: true, value: '44060406010' });
    expect(parseMatterCode('44060406010')).toEqual({ ok: true, value: { code: '44060406010', areaCode: '440604', classCode: '06010' } });
  });

  it('is refused in the 2013 form, with an unknown major, and with another record’s area or class', () => {
    expect(refusalOf(parseMatterCode('4406040110'))).toBe('codes.matter_2013_form');
    expect(refusalOf(parseMatterCode('44060411010'))).toBe('codes.class_major_unknown');
    expect(refusalOf(parseMatterCode('440604060101'))).toBe('codes.matter_malformed');
    expect(refusalOf(formatMatterCode('44060', '406010'))).toBe('codes.area_malformed');
    expect(checkMatterCode('44060406010', { areaCode: '440604', classCode: '06010' }).ok).toBe(true);
    expect(refusalOf(checkMatterCode('44060406010', { areaCode: '440605', classCode: '06010' }))).toBe('codes.area_mismatch');
    expect(refusalOf(checkMatterCode('44060406010', { areaCode: '440604', classCode: '06011' }))).toBe('codes.class_mismatch');
  });
});

describe('a unified social credit code', () => {
  it.each([
    ['12440600000000001', '6'],
    ['91440600MA0000000', '1'],
  ])('%s has the check digit %s', (body, check) => {
    expect(creditCodeCheck(body)).toEqual({ ok: true, value: check });
    expect(parseCreditCode(body + check)).toEqual({ ok: true, value: body + check });
    expect(parseCreditCode((body + check).toLowerCase())).toEqual({ ok: true, value: body + check });
  });

  it('notices every single wrong character and every swap of two different neighbours', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const body = fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 }).map((list) => list.join(''));
    fc.assert(
      fc.property(body, fc.nat(16), fc.constantFrom(...alphabet), (text, at, other) => {
        const code = text + accepted(creditCodeCheck(text));
        const wrong = code.slice(0, at) + other + code.slice(at + 1);
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
        return parseCreditCode(wrong).ok === (wrong === code) && parseCreditCode(swapped).ok === (swapped === code);
      }),
    );
  });

  it('is refused with letters that the alphabet leaves out, or another length', () => {
    for (const text of ['12440600000000001I', '12440600000000001O', '1244060000000000016', '12440600000000001', '']) {
      expect(refusalOf(parseCreditCode(text))).toBe('codes.credit_code_malformed');
    }
    expect(refusalOf(parseCreditCode('124406000000000017'))).toBe('codes.credit_code_check');
  });
});

describe('a case number', () => {
  it('is 6 area + 8 date + 5 sequence', () => {
    expect(formatCaseNumber('440604', '2026-07-01', 42)).toEqual({ ok: true, value: '4406042026070100042' });
    expect(parseCaseNumber('4406042026070100042')).toEqual({
      ok: true,
      value: { code: '4406042026070100042', areaCode: '440604', day: '2026-07-01', sequence: 42 },
    });
  });

  it('runs out after the 99999th case of a day', () => {
    expect(formatCaseNumber('440604', '2026-07-01', 99_999).ok).toBe(true);
    for (const sequence of [0, -1, 1.5, 100_000, Number.NaN]) {
      expect(refusalOf(formatCaseNumber('440604', '2026-07-01', sequence))).toBe('codes.case_sequence_overflow');
    }
  });

  it.each([
    ['4406042026022900001', 'codes.case_number_day'],
    ['4406042026130100001', 'codes.case_number_day'],
    ['4406042026070100000', 'codes.case_number_malformed'],
    ['440604202607010042', 'codes.case_number_malformed'],
    ['4400042026070100042', 'codes.area_gap'],
  ])('%s is refused', (text, code) => {
    expect(refusalOf(parseCaseNumber(text))).toBe(code);
  });

  it('sorts by time within an area', () => {
    const numbers = [
      ['2026-12-31', 99_999],
      ['2027-01-01', 1],
      ['2027-01-01', 10],
    ].map(([day, sequence]) => accepted(formatCaseNumber('440604', String(day), Number(sequence))));
    expect([...numbers].sort()).toEqual(numbers);
  });
});

it('no code reader throws, whatever the text', () => {
  const readers = [parseArea, parseGrid, parseComponentId, parseMatterCode, parseCreditCode, parseCaseNumber];
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    digits(10),
    fc.integer({ min: 1, max: 20 }).chain((n) => digits(Math.min(n, 15))),
  );
  fc.assert(
    fc.property(text, (input) => readers.every((read) => typeof read(input).ok === 'boolean')),
    { numRuns: 500 },
  );
});
