import { isDeepStrictEqual } from 'node:util';
import { cases } from '@chengmai/modules/cases/contract.ts';
import { historyReader } from '@chengmai/modules/cases/verify-history.ts';
import { catalogue } from '@chengmai/modules/catalogue/contract.ts';
import { linesOf } from '@chengmai/modules/evaluation/record-facts.ts';
import { type Delta, StandingDeltas } from '@chengmai/modules/evaluation/standing-cubes.ts';
import { standingSums } from '@chengmai/modules/evaluation/standing-store.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import type { Program } from '../../apps/city/program/start-program.ts';
import type { Ledger } from './ledger.ts';

/** How many of what is wrong; all zero in a sound store. */
export interface Faults {
  readonly lost: number;
  readonly torn: number;
  readonly doubled: number;
  readonly unhandled: number;
  readonly wrongFigures: number;
  readonly first: string;
}

class Findings {
  readonly counts = { lost: 0, torn: 0, doubled: 0, unhandled: 0, wrongFigures: 0 };
  first = '';
  add(kind: keyof Findings['counts'], what: string): void {
    this.counts[kind] += 1;
    this.first ||= `${kind}: ${what}`;
  }
}

interface Row {
  readonly id: string;
  readonly version: number;
  readonly lifecycle: unknown;
}

/** Every acknowledged change is there and none twice; the row is what its history makes. */
async function inspectCases(program: Program, ledger: Ledger, ids: readonly string[], found: Findings): Promise<void> {
  const { db } = program.running;
  const read = historyReader(program.running.use(catalogue));
  const rows = await db.query<Row>({ text: 'select id, version, lifecycle from cases_case where id = any($1::uuid[])', values: [ids] });
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) {
    const row = byId.get(id);
    const wanted = ledger.versions.get(id)!;
    if (!row || row.version < wanted) found.add('lost', `case ${id} at ${row?.version ?? 'nothing'}, acknowledged ${wanted}`);
    else if (row.version > wanted) found.add('doubled', `case ${id} at ${row.version}, acknowledged ${wanted}`);
    if (!row) continue;
    const folded = await read(db, id).catch((error: unknown) => String(error));
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(folded)), row.lifecycle))
      found.add('torn', `case ${id}: its history makes another case than its row`);
  }
}

/** Every history entry has its event exactly once, in the outbox or in the log. Rungs of the escalation ladder are told without an entry. */
async function inspectEvents(db: Db, ids: readonly string[], found: Findings): Promise<void> {
  const odd = await db.query<{ id: string; seq: number; n: number }>({
    text: `with told as (
        select key, (body ->> 'version')::int as seq, type from platform_outbox where key = any($1::text[]) and type <> 'cases.escalated'
        union all select key, (body ->> 'version')::int, type from platform_event where key = any($1::text[]) and type <> 'cases.escalated')
      select h.case_id as id, h.seq, count(t.key)::int as n from cases_history h left join told t on t.key = h.case_id::text and t.seq = h.seq
      where h.case_id = any($2::uuid[]) group by h.case_id, h.seq having count(t.key) <> 1`,
    values: [ids, ids],
  });
  for (const { id, seq, n } of odd) found.add(n === 0 ? 'lost' : 'doubled', `${n} events of case ${id}, entry ${seq}`);
}

/** Reports of this run that nobody knows of: a request that had its effect twice. */
async function inspectMarks(db: Db, ledger: Ledger, mark: string, found: Findings): Promise<void> {
  const rows = await db.query<{ id: string }>({ text: 'select id from cases_case where description like $1', values: [`%${mark}%`] });
  for (const { id } of rows) if (!ledger.versions.has(id)) found.add('doubled', `case ${id} was never acknowledged`);
}

/** After everything has settled: each event handled once, and the sums that handlers add up are what the cases say. */
async function inspectEffects(program: Program, found: Findings): Promise<void> {
  const { db } = program.running;
  const [state] = await db.query<{ unhandled: number; dead: number; waiting: number }>({
    text: `select (select count(*)::int from platform_event e where e.type like 'cases.%' and not exists (
        select 1 from platform_handled h where h.handler = 'evaluation.on-case-changed' and h.event_id = e.id)) as unhandled,
      (select count(*)::int from platform_dead_letter) as dead, (select count(*)::int from platform_outbox) as waiting`,
    values: [],
  });
  if (state && state.unhandled + state.dead + state.waiting > 0) found.add('unhandled', JSON.stringify(state));
  await inspectFigures(program, found);
}

async function inspectFigures(program: Program, found: Findings): Promise<void> {
  const { db } = program.running;
  const offset = program.running.use(catalogue).calendarDefinition().utcOffsetMinutes;
  const deltas = new StandingDeltas(offset);
  for (let after: string | null = null; ; ) {
    const outlines = await program.running.use(cases).outlines(db, after, 500);
    if (outlines.length === 0) break;
    for (const outline of outlines) for (const fact of linesOf(outline)) deltas.add(fact, 1);
    after = outlines.at(-1)!.caseId;
  }
  const flat = (sums: readonly Delta[]): (readonly [string, number])[] =>
    sums.flatMap(({ cube, day, code1, code2, counts }) =>
      Object.entries(counts).flatMap(([count, value]) => (value ? [[[cube, count, day, code1, code2].join('|'), value] as const] : [])),
    );
  const wanted = new Map(flat(deltas.list()));
  for (const [key, value] of flat(await standingSums(db))) {
    if (wanted.get(key) !== value) found.add('wrongFigures', `${key}: ${value}, cases say ${wanted.get(key) ?? 0}`);
    wanted.delete(key);
  }
  for (const [missing, value] of wanted) found.add('wrongFigures', `${missing}: 0, cases say ${value}`);
}

/** Looks at a store that nobody serves. `settled`: all events had the time to be handled. */
export async function inspectStore(
  program: Program,
  ledger: Ledger,
  mark: string,
  settled: boolean,
  only?: readonly string[],
): Promise<Faults> {
  const found = new Findings();
  const ids = only ?? [...ledger.versions.keys()];
  for (let i = 0; i < ids.length; i += 500) {
    const some = ids.slice(i, i + 500);
    await inspectCases(program, ledger, some, found);
    await inspectEvents(program.running.db, some, found);
  }
  if (settled) {
    await inspectMarks(program.running.db, ledger, mark, found);
    await inspectEffects(program, found);
  }
  return { ...found.counts, first: found.first };
}

export const faultCount = (faults: Faults): number => faults.lost + faults.torn + faults.doubled + faults.unhandled + faults.wrongFigures;

export const describeFaults = (faults: Faults): string =>
  `lost ${faults.lost}, torn ${faults.torn}, twice ${faults.doubled}, unhandled ${faults.unhandled}, wrong sums ${faults.wrongFigures}${faults.first ? ` (${faults.first})` : ''}`;
