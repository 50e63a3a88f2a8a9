import type { CountId } from '@chengmai/kernel/evaluation/counts.ts';
import { cycleBounds } from '@chengmai/kernel/evaluation/periods.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql, { empty, join, raw } from 'sql-template-tag';
import type { FigureGroup, FigureQuery } from './figures-store.ts';
import { CODE_COLUMNS, isCode, isTime } from './groupings.ts';
import { CUBE_IDS, CUBES, type CubeId, type Delta, isKept, KEPT_COUNTS, localDay } from './standing-cubes.ts';

const COUNT_COLUMNS = KEPT_COUNTS.map(({ id }) => id);
const PLACE = 'cube, day, code1, code2';
const columns = raw([PLACE, ...COUNT_COLUMNS].join(', '));
const typed = raw(`cube text, day date, code1 text, code2 text, ${COUNT_COLUMNS.map((id) => `${id} int`).join(', ')}`);
const added = raw(COUNT_COLUMNS.map((id) => `${id} = coalesce(s.${id} + excluded.${id}, s.${id}, excluded.${id})`).join(', '));

/** Adds differences to the kept sums, in the order given. */
export async function addDeltas(tx: Tx, deltas: readonly Delta[]): Promise<void> {
  if (deltas.length === 0) return;
  const rows = JSON.stringify(deltas.map(({ counts, ...place }) => ({ ...place, ...counts })));
  await tx.query(sql`insert into evaluation_standing as s (${columns}) select ${columns} from json_to_recordset(${rows}::json) as r (${typed})
    on conflict (cube, day, code1, code2) do update set ${added}`);
}

/** Every kept sum with its counts that are not zero, in the order of the key; for comparing. */
export async function standingSums(q: Queryable): Promise<Delta[]> {
  type Row = Omit<Delta, 'counts'> & Readonly<Record<string, number | string | null>>;
  const rows = await q.query<Row>(sql`select ${columns} from evaluation_standing order by cube, day, code1, code2`);
  const sums = rows.map(({ cube, day, code1, code2, ...counts }) => {
    const known = Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== null && value !== 0)) as Delta['counts'];
    return { cube, day, code1, code2, counts: known } as Delta;
  });
  return sums.filter(({ counts }) => Object.keys(counts).length > 0);
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
  const selected = join(
    [...keys.map((key, i) => sql`${key} as ${raw(`k${i}`)}`), ...query.counts.map((id) => raw(`sum(${id}) as ${id}`))],
    ', ',
  );
  const grouped = by.length === 0 ? empty : sql`group by ${raw(Array.from({ length: by.length }, (_, i) => i + 1).join(', '))}`;
  const rows = await q.query<Readonly<Record<string, string | number | null>>>(sql`select ${selected} from evaluation_standing
    where cube = ${cube} and day >= ${localDay(query.period.from, query.utcOffsetMinutes)}::date and day < ${localDay(query.period.to, query.utcOffsetMinutes)}::date
    ${grouped}`);
  const groups: FigureGroup[] = [];
  for (const row of rows) {
    const counts: Partial<Record<CountId, number>> = {};
    for (const id of query.counts) counts[id] = Number(row[id] ?? 0);
    if (query.counts.some((id) => counts[id] !== 0)) groups.push({ keys: by.map((_, i) => row[`k${i}`] ?? null), counts });
  }
  return groups;
}
