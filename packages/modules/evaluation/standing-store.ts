import { cycleBounds } from '@chengmai/kernel/evaluation/periods.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql, { join, raw } from 'sql-template-tag';
import type { FigureGroup, FigureQuery } from './figures-store.ts';
import { CODE_COLUMNS, isCode, isTime } from './groupings.ts';
import { CUBE_IDS, CUBES, type CubeId, type Delta, isKept, localDay } from './standing-cubes.ts';

/** Adds differences to the kept sums, in the order given. */
export async function addDeltas(tx: Tx, deltas: readonly Delta[]): Promise<void> {
  if (deltas.length === 0) return;
  await tx.query(sql`insert into evaluation_standing as s (cube, count, day, code1, code2, value)
    select * from unnest(${deltas.map((d) => d.cube)}::text[], ${deltas.map((d) => d.count)}::text[], ${deltas.map((d) => d.day)}::date[],
      ${deltas.map((d) => d.code1)}::text[], ${deltas.map((d) => d.code2)}::text[], ${deltas.map((d) => d.value)}::int[])
    on conflict (cube, count, day, code1, code2) do update set value = s.value + excluded.value`);
}

/** Every kept sum that is not zero, in the order of the key; for comparing. */
export function standingSums(q: Queryable): Promise<Delta[]> {
  return q.query<Delta>(
    sql`select cube, count, day, code1, code2, value from evaluation_standing where value <> 0 order by cube, count, day, code1, code2`,
  );
}

/** The cube that holds the answer: its codes are the ones asked for, its days fine enough. Null when only the lines know. */
export function cubeFor(query: FigureQuery): CubeId | null {
  const { scope } = query;
  const whole = !scope.ownOnly && scope.units === null && scope.areas.includes('');
  if (!whole || query.area || query.unit || query.classCode || query.attribution !== 'event' || !query.counts.every(isKept)) return null;
  const wanted: string[] = query.by.filter(isCode).map((by) => CODE_COLUMNS[by]);
  if (wanted.length + query.by.filter(isTime).length < query.by.filter((by) => by !== 'none').length) return null;
  const months = firstOfMonth(query.period.from, query) && firstOfMonth(query.period.to, query) && !query.by.includes('day');
  const fits = (cube: CubeId): boolean => {
    const { codes, by } = CUBES[cube];
    const exact =
      wanted.length === 0
        ? cube === 'source'
        : codes.length === wanted.length && wanted.every((code) => codes.some((column) => column === code));
    return exact && (by === 'day' || months);
  };
  return CUBE_IDS.find(fits) ?? null;
}

const firstOfMonth = (at: number, { utcOffsetMinutes }: FigureQuery): boolean => localDay(at, utcOffsetMinutes).endsWith('-01');

/** The same groups as `countLines`, from the kept sums of a cube. */
export async function readStanding(q: Queryable, query: FigureQuery, cube: CubeId): Promise<FigureGroup[]> {
  const starts = query.cycles.map((cycle) => localDay(cycleBounds(cycle, query.utcOffsetMinutes).from, query.utcOffsetMinutes));
  const codes: readonly string[] = CUBES[cube].codes;
  const by = query.by.filter((one) => one !== 'none');
  const keys = by.map((one) =>
    isCode(one) ? raw(`nullif(code${codes.indexOf(CODE_COLUMNS[one]) + 1}, '')`) : sql`width_bucket(day, ${starts}::date[])`,
  );
  const selected = join([...keys.map((key, i) => sql`${key} as ${raw(`k${i}`)}`), sql`count`, sql`sum(value) as value`], ', ');
  const rows = await q.query<Readonly<Record<string, string | number | null>>>(sql`select ${selected} from evaluation_standing
    where cube = ${cube} and count = any(${query.counts}::text[]) and day >= ${localDay(query.period.from, query.utcOffsetMinutes)}::date
      and day < ${localDay(query.period.to, query.utcOffsetMinutes)}::date
    group by ${raw(Array.from({ length: by.length + 1 }, (_, i) => i + 1).join(', '))}`);
  const groups = new Map<string, { keys: FigureGroup['keys']; counts: Record<string, number> }>();
  for (const row of rows) {
    if (!row.value) continue;
    const found = by.map((_, i) => row[`k${i}`] ?? null);
    const key = found.join('\u0000');
    const group = groups.get(key) ?? { keys: found, counts: Object.fromEntries(query.counts.map((id) => [id, 0])) };
    group.counts[row.count as string] = Number(row.value);
    groups.set(key, group);
  }
  return [...groups.values()];
}
