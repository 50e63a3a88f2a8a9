import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import type { Clock } from '../ports/clock.ts';
import type { Db } from '../ports/db.ts';
import type { Ids } from '../ports/ids.ts';
import type { Job } from './module.ts';

export interface JobsOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly jobs: readonly Job[];
  readonly log?: Logger;
  /** How often due jobs are looked for; default 1,000. */
  readonly tickMs?: number;
}

export interface Jobs {
  start(): void;
  /** Waits for the jobs that run. */
  stop(): Promise<void>;
  /** Runs what is due now, once; answers the names of what this process ran. For tests and for starting. */
  runDue(): Promise<string[]>;
  health(): Promise<{ ok: boolean; detail: string }>;
}

/** A runner that has not said it is alive for so long is taken for dead, and its job runs again. */
const runnerMs = 60_000;

class DatabaseJobs implements Jobs {
  readonly #options: JobsOptions;
  readonly #id: string;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> | undefined;

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#id = options.ids.uuid();
  }

  start(): void {
    const tick = (): void => {
      this.#running ??= this.runDue()
        .catch((error: unknown) => this.#options.log?.warn({ err: error }, 'jobs wait for the database'))
        .finally(() => {
          this.#running = undefined;
        });
    };
    this.#timer ??= setInterval(tick, this.#options.tickMs ?? 1_000);
    tick();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#timer);
    await this.#running;
  }

  async runDue(): Promise<string[]> {
    const ran: string[] = [];
    for (const job of this.#options.jobs) {
      if (this.#stopping.signal.aborted) break;
      if (!(await this.#claim(job))) continue;
      ran.push(job.name);
      await this.#run(job);
    }
    return ran;
  }

  async health(): Promise<{ ok: boolean; detail: string }> {
    const rows = await this.#options.db.query<{ name: string; last_error: string | null }>(sql`
      select name, last_error from platform_job where last_error is not null order by name`);
    const failing = rows.filter((row) => this.#options.jobs.some((job) => job.name === row.name));
    if (failing.length === 0) return { ok: true, detail: `${this.#options.jobs.length} jobs` };
    return { ok: false, detail: failing.map((row) => `${row.name}: ${row.last_error}`).join('; ') };
  }

  /**
   * Takes a due run. The update locks the row, so of many workers one gets it. A time further ahead than the job's own rhythm can only
   * come from a clock that stepped back: it counts as due. Runs that were missed while nobody was there are one run.
   */
  async #claim(job: Job): Promise<boolean> {
    const { db, clock } = this.#options;
    const now = clock.now();
    const at = (ms: number): Date => new Date(now + ms);
    const claim = sql`
      update platform_job set runner = ${this.#id}::uuid, runner_until = ${at(runnerMs)}::timestamptz, last_started_at = ${at(0)}::timestamptz
      where name = ${job.name}
        and (next_run_at <= ${at(0)}::timestamptz or next_run_at > ${at(job.everySeconds * 1000)}::timestamptz)
        and (runner_until is null or runner_until <= ${at(0)}::timestamptz or runner_until > ${at(runnerMs)}::timestamptz)
      returning 1`;
    if ((await db.query(claim)).length > 0) return true;
    const added = await db.query(sql`
      insert into platform_job (name, next_run_at) values (${job.name}, ${at(0)}::timestamptz) on conflict do nothing returning 1`);
    return added.length > 0 && (await db.query(claim)).length > 0;
  }

  async #run(job: Job): Promise<void> {
    const { db, clock, log } = this.#options;
    const alive = setInterval(() => void this.#sayAlive(job), runnerMs / 3);
    let failure: string | null = null;
    try {
      await job.run(clock.now());
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      log?.error({ err: error, job: job.name }, 'a job failed; it runs again at its next time');
    } finally {
      clearInterval(alive);
    }
    const now = clock.now();
    const everyMs = job.everySeconds * 1000;
    const next = new Date(Math.floor(now / everyMs) * everyMs + everyMs);
    await db.query(sql`
      update platform_job set runner = null, runner_until = null, next_run_at = ${next}::timestamptz,
        last_ended_at = ${new Date(now)}::timestamptz, last_error = ${failure}
      where name = ${job.name} and runner = ${this.#id}::uuid`);
  }

  async #sayAlive(job: Job): Promise<void> {
    const until = new Date(this.#options.clock.now() + runnerMs);
    await this.#options.db
      .query(sql`update platform_job set runner_until = ${until}::timestamptz where name = ${job.name} and runner = ${this.#id}::uuid`)
      .catch((error: unknown) => this.#options.log?.warn({ err: error, job: job.name }, 'a running job could not say that it is alive'));
  }
}

/** Work by the clock, safe with any number of workers. A job whose worker died runs again within a minute: make jobs repeatable. */
export const createJobs = (options: JobsOptions): Jobs => new DatabaseJobs(options);
