import type { PostgresHost } from './city/postgres-host.ts';
import type { Line } from './report/line.ts';
import type { Options } from './report/options.ts';

/** What a suite works with. */
export interface Bench {
  readonly options: Options;
  /** The PostgreSQL of this run, started when first asked for. */
  postgres(): Promise<PostgresHost>;
  emit(line: Line): void;
  /** Progress, on standard error. */
  tell(text: string): void;
}

export interface Suite {
  readonly name: string;
  run(bench: Bench): Promise<void>;
}
