import { parseArgs } from 'node:util';

export interface Options {
  readonly json: boolean;
  readonly markdown: boolean;
  /** Cases in the large table. */
  readonly rows: number;
  /** How long each rate is measured. */
  readonly seconds: number;
  /** How often a process is killed, on each database. */
  readonly rounds: number;
  /** Length of the database's absence in the fault test. */
  readonly outageSeconds: number;
  /** An existing PostgreSQL (a superuser's address) on which databases are made and kept; default: a private one that goes with the run. */
  readonly postgres: string | undefined;
  readonly names: readonly string[];
}

const whole = (text: string | undefined, preset: number): number => {
  const value = text === undefined ? preset : Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`a whole number from 1 is needed, not ${text}`);
  return value;
};

export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      rows: { type: 'string' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      outage: { type: 'string' },
      postgres: { type: 'string' },
    },
  });
  return {
    json: values.json,
    markdown: values.markdown,
    rows: whole(values.rows, 1_000_000),
    seconds: whole(values.seconds, 10),
    rounds: whole(values.rounds, 200),
    outageSeconds: whole(values.outage, 30),
    postgres: values.postgres,
    names: positionals,
  };
}
