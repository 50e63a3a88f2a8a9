import { readFileSync } from 'node:fs';
import { surfaceAreaM2 } from '@chengmai/kernel/geo/polygon.ts';
import { describe, expect, it } from 'vitest';
import { drawCity } from './city.ts';
import { SyntheticPlan } from './plan.ts';

const dir = new URL('../../../../cities/demo/', import.meta.url);
const plan = SyntheticPlan.parse(JSON.parse(readFileSync(new URL('city.json', dir), 'utf8')).geometry.synthetic);
const communities = readFileSync(new URL('divisions.csv', dir), 'utf8')
  .split('\n')
  .filter((line) => line.includes(',community,'))
  .map((line) => line.split(',')[0]!);
const city = drawCity('440604', plan, communities);
const areaKm2 = (code: string): number => {
  const polygons = city.divisions.find((division) => division.code === code)!.polygons;
  return surfaceAreaM2({ type: 'MultiPolygon', coordinates: polygons }) / 1e6;
};

describe('the drawn district', () => {
  it('is the same every time', () => {
    expect(drawCity('440604', plan, communities)).toEqual(city);
  });

  it('is another one with another seed', () => {
    expect(drawCity('440604', { ...plan, seed: plan.seed + 1 }, communities)).not.toEqual(city);
  });

  it('has the size of a real district and cells of a block or two', () => {
    expect(areaKm2('440604')).toBeGreaterThan(145);
    expect(areaKm2('440604')).toBeLessThan(165);
    expect(city.cells.length).toBeGreaterThan(1_500);
    expect(city.cells.length).toBeLessThan(2_500);
  });

  it('has communities in one piece that fill their street, and streets that fill the district', () => {
    for (const { polygons } of city.divisions) expect(polygons.map((rings) => rings.length)).toEqual([1]);
    const streets = plan.streets.map(({ code }) => code);
    expect(streets.reduce((sum, code) => sum + areaKm2(code), 0)).toBeCloseTo(areaKm2('440604'), 6);
    for (const street of streets) {
      const inside = communities.filter((code) => code.startsWith(street));
      expect(inside.reduce((sum, code) => sum + areaKm2(code), 0)).toBeCloseTo(areaKm2(street), 6);
    }
  });

  it('gives each community its cells, numbered from 001 without a gap', () => {
    const byCommunity = Map.groupBy(city.cells, (cell) => cell.communityCode);
    expect([...byCommunity.keys()].sort()).toEqual([...communities].sort());
    for (const [code, cells] of byCommunity) {
      expect(cells.map((cell) => cell.code)).toEqual(cells.map((_, i) => `${code}${String(i + 1).padStart(3, '0')}`));
    }
  });

  it('numbers cells from north to south, and in a row from west to east', () => {
    const cells = city.cells.filter((cell) => cell.communityCode === communities[0]);
    const corner = (i: number) => cells[i]!.ring[3]!;
    for (let i = 1; i < cells.length; i += 1) {
      const sameRow = corner(i)[0] > corner(i - 1)[0] && Math.abs(corner(i)[1] - corner(i - 1)[1]) < 0.0015;
      expect(sameRow || corner(i)[1] < corner(i - 1)[1]).toBe(true);
    }
  });

  it('has roads with names of their own and components inside their cell', () => {
    const ranks = new Set(city.roads.map((road) => road.rank));
    expect([...ranks].sort()).toEqual(['local', 'primary', 'secondary']);
    expect(new Set(city.roads.map((road) => road.name)).size).toBeGreaterThan(50);
    for (const component of city.components) expect(component.code).toMatch(/^440604\d{11}$/);
    expect(new Set(city.components.map((component) => component.code)).size).toBe(city.components.length);
  });

  it('cannot be drawn with more communities than cells', () => {
    const many = Array.from({ length: 2_000 }, (_, i) => `440604012${String(i).padStart(3, '0')}`);
    expect(() => drawCity('440604', plan, [...communities, ...many])).toThrow(/make the spacing smaller/);
    expect(() => drawCity('440604', plan, communities.slice(0, 40))).toThrow('a street has no community');
  });
});
