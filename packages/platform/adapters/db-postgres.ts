import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'pino';
import { type Db, type DbHealth, DbUnavailable, type Statement, type Tx } from '../ports/db.ts';
import { isLost, isStalePlan, toDbError } from './sql-errors.ts';
import { encodeValue, parserOf } from './sql-values.ts';
import { insideTx, refuseInsideTx } from './tx-guard.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  readonly log?: Logger;
  /** Shown in pg_stat_activity; default `chengmai`. */
  readonly applicationName?: string;
  /** A statement that runs longer is cancelled and answered with DbUnavailable; default 60,000. */
  readonly statementTimeoutMs?: number;
  /** Waiting for a free or new connection; default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Prepared statements kept per connection; default 200. */
  readonly preparedLimit?: number;
}

/** The part of pg's Client that remembers what it prepared; it has no public way to forget. */
interface Preparing {
  readonly connection: { parsedStatements: Record<string, string> };
}

/** Names of prepared statements of one connection, oldest first. A text is prepared when it comes a second time. */
interface Prepared {
  readonly names: Map<string, string>;
  readonly seen: Set<string>;
}

const types = { getTypeParser: (oid: number) => parserOf(oid) };
const parameter = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value) : encodeValue(value));
const isUnavailable = (error: unknown): boolean => error instanceof DbUnavailable;

/** Runs a call of the driver and turns its errors into the port's. */
async function driver<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toDbError(error);
  }
}

class PostgresDb implements Db {
  readonly kind = 'postgres';
  readonly #pool: pg.Pool;
  readonly #prepared = new WeakMap<pg.PoolClient, Prepared>();
  readonly #preparedLimit: number;
  readonly #log: Logger | undefined;

  constructor(options: PostgresOptions) {
    const statementTimeoutMs = options.statementTimeoutMs ?? 60_000;
    this.#log = options.log;
    this.#preparedLimit = options.preparedLimit ?? 200;
    this.#pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize ?? 10,
      application_name: options.applicationName ?? 'chengmai',
      connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: statementTimeoutMs,
      // The server's own timeout answers first; this one is for a network that went silent.
      query_timeout: statementTimeoutMs + 5_000,
      idle_in_transaction_session_timeout: 60_000,
      options: '-c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601 -c bytea_output=hex',
      types: types as unknown as pg.CustomTypesConfig,
    });
    // An idle connection that breaks is only logged: the pool drops it and the next caller gets a new one.
    this.#pool.on('error', (error) => this.#log?.warn({ err: error.message }, 'an idle database connection was lost'));
  }

  async query<Row>(statement: Statement): Promise<Row[]> {
    refuseInsideTx(this, 'query');
    return this.#withClient((client) => this.#run<Row>(client, statement, true));
  }

  async tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    refuseInsideTx(this, 'tx');
    return this.#withClient((client) => this.#transact(client, work));
  }

  async script(text: string): Promise<void> {
    refuseInsideTx(this, 'script');
    await this.#withClient(async (client) => {
      await this.#transact(client, async () => {
        const unhurried = { text: `set local statement_timeout = 0;\n${text}`, query_timeout: 3_600_000 };
        await driver(() => client.query(unhurried as pg.QueryConfig));
      });
    });
  }

  async health(): Promise<DbHealth> {
    try {
      const [row] = await this.#withClient((client) =>
        this.#run<{ version: string }>(client, { text: "select current_setting('server_version') as version", values: [] }, true),
      );
      return {
        ok: true,
        detail: `PostgreSQL ${row?.version}, ${this.#pool.totalCount - this.#pool.idleCount}/${this.#pool.totalCount} in use`,
      };
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  async close(): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }

  async #withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await driver(() => this.#pool.connect());
    // Without a listener a connection that breaks while it is checked out would end the process.
    const onError = (error: Error): void => this.#log?.warn({ err: error.message }, 'a database connection was lost');
    client.on('error', onError);
    let lost = false;
    try {
      return await work(client);
    } catch (error) {
      lost = error instanceof DbUnavailable && isLost(error.cause);
      throw error;
    } finally {
      client.off('error', onError);
      client.release(lost);
    }
  }

  async #transact<T>(client: pg.PoolClient, work: (tx: Tx) => Promise<T>): Promise<T> {
    let open = true;
    const tx: Tx = {
      inTransaction: true,
      query: async <Row>(statement: Statement): Promise<Row[]> => {
        if (!open) throw new Error('bug: the transaction has already ended');
        return this.#run<Row>(client, statement, false);
      },
    };
    await driver(() => client.query('begin'));
    try {
      const value = await insideTx(this, () => work(tx));
      open = false;
      const { command } = await driver(() => client.query('commit'));
      // PostgreSQL answers a commit of a failed transaction with ROLLBACK and no error: a swallowed error must not look like success.
      if (command !== 'COMMIT') throw new Error('bug: an error inside the transaction was swallowed, so it was rolled back');
      return value;
    } catch (error) {
      open = false;
      await driver(() => client.query('rollback')).catch((failure: unknown) => Promise.reject(isUnavailable(error) ? error : failure));
      throw error;
    }
  }

  async #run<Row>(client: pg.PoolClient, statement: Statement, retry: boolean): Promise<Row[]> {
    const values = statement.values.map(parameter);
    const name = await this.#nameFor(client, statement.text);
    try {
      const result = await client.query(name ? { name, text: statement.text, values } : { text: statement.text, values });
      return result.rows as Row[];
    } catch (error) {
      if (!name || !retry || !isStalePlan(error)) throw toDbError(error);
      await this.#forget(client, statement.text);
      return this.#run<Row>(client, statement, false);
    }
  }

  async #nameFor(client: pg.PoolClient, text: string): Promise<string | undefined> {
    let prepared = this.#prepared.get(client);
    if (!prepared) {
      prepared = { names: new Map(), seen: new Set() };
      this.#prepared.set(client, prepared);
    }
    const known = prepared.names.get(text);
    if (known) {
      prepared.names.delete(text);
      prepared.names.set(text, known);
      return known;
    }
    if (!prepared.seen.delete(text)) {
      if (prepared.seen.size >= this.#preparedLimit * 2) prepared.seen.clear();
      prepared.seen.add(text);
      return undefined;
    }
    const name = `s${createHash('sha1').update(text).digest('base64url')}`;
    prepared.names.set(text, name);
    const oldest = prepared.names.size > this.#preparedLimit ? prepared.names.keys().next().value : undefined;
    if (oldest !== undefined) await this.#forget(client, oldest);
    return name;
  }

  async #forget(client: pg.PoolClient, text: string): Promise<void> {
    const prepared = this.#prepared.get(client);
    const name = prepared?.names.get(text);
    if (!name) return;
    prepared?.names.delete(text);
    const parsed = (client as unknown as Preparing).connection.parsedStatements;
    if (!(name in parsed)) return;
    delete parsed[name];
    await driver(() => client.query(`deallocate "${name}"`));
  }
}

/**
 * Opens a pool on PostgreSQL with PostGIS. It connects when first used and recovers alone after the server was away;
 * meanwhile calls throw DbUnavailable.
 */
export async function openPostgres(options: PostgresOptions): Promise<Db> {
  return new PostgresDb(options);
}
