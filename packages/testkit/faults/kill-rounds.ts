import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { until } from '../free-port.ts';
import { type FaultPlace, openPlace, startFaultProgram } from './fault-program.ts';

export interface KillReport {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Acknowledged changes that are not in the database. */
  readonly lost: readonly string[];
  /** Rows whose count of changes is not that of their history. */
  readonly torn: number;
  /** Changes whose event had no effect, or more than one. */
  readonly withoutEffect: number;
  readonly withDoubleEffect: number;
}

/**
 * Starts a writing program, kills it with SIGKILL somewhere in the middle of its writes, and again, `rounds` times; then looks
 * at what is there.
 */
export async function killRounds(place: FaultPlace, rounds: number, onRound?: (round: number) => void): Promise<KillReport> {
  const acknowledged: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    acknowledged.push(...(await writeAndKill(place, round)));
    onRound?.(round);
  }
  return { rounds, ...(await inspect(place, acknowledged)) };
}

/** Starts the program once more, lets the outbox finish and compares what was acknowledged with what is there. */
export async function inspect(place: FaultPlace, acknowledged: readonly string[]): Promise<Omit<KillReport, 'rounds'>> {
  const db = await openPlace(place);
  const { running } = await startFaultProgram(db);
  try {
    await running.drain();
    const history = await db.query<{ id: string }>(sql`select n || ':' || change as id from fault_history`);
    const present = new Set(history.map(({ id }) => id));
    const [counts] = await db.query<Pick<KillReport, 'torn' | 'withoutEffect' | 'withDoubleEffect'>>(sql`
      with effect as (
        select h.n, h.change, count(e.n) as times from fault_history h left join fault_effect e using (n, change) group by h.n, h.change
      ), history as (select n, count(*) as changes from fault_history group by n)
      select
        (select count(*) from fault_row r full join history h using (n) where r.changes is distinct from h.changes) as torn,
        (select count(*) from effect where times = 0) as "withoutEffect",
        (select count(*) from effect where times > 1) as "withDoubleEffect"`);
    if (!counts) throw new Error('bug: no counts');
    return { acknowledged: acknowledged.length, lost: acknowledged.filter((id) => !present.has(id)), ...counts };
  } finally {
    await running.stop();
  }
}

async function writeAndKill(place: FaultPlace, round: number): Promise<string[]> {
  const program = fileURLToPath(new URL('./fault-writer.ts', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(place), String(round)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complaint = '';
  child.stdout.on('data', (text) => {
    said += String(text);
  });
  child.stderr.on('data', (text) => {
    complaint += String(text);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // The first line says that it is ready, the last one may be cut off.
  const lines = (): string[] => said.split('\n').slice(1, -1);
  const writes = (): boolean => {
    if (child.exitCode !== null) throw new Error(`the writing program ended: ${complaint.slice(0, 1000)}`);
    return lines().length > 3;
  };
  try {
    await until('the program writes', writes, 120_000);
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 400));
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
  return lines();
}
