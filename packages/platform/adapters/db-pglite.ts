import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type messages, PGlite, protocol } from '@electric-sql/pglite';
import { type Db, type DbHealth, DbUnavailable, type Statement, type Tx } from '../ports/db.ts';
import { lockDirectory } from './directory-lock.ts';
import { durableFiles, durableParams, syncTree } from './pglite-durable.ts';
import { copyTemplate, engineVersion, pgliteTemplate, templateCache } from './pglite-template.ts';
import { slimPostgis } from './postgis-bundle.ts';
import { isStalePlan, toDbError } from './sql-errors.ts';
import { encodeValue, parserOf } from './sql-values.ts';
import { insideTx, refuseInsideTx } from './tx-guard.ts';

export interface PgliteOptions {
  /** The directory that holds the database and its lock, made when missing; `null`: a temporary one that goes with `close`. */
  readonly dir: string | null;
  /** A closed data directory with PostGIS to start a new database from; default: the cached one, built when missing. */
  readonly template?: string;
  /** Default true: a commit survives a power loss. False only for tests and for data that can be made again. */
  readonly durable?: boolean;
  /** Called with what is being done, for a progress line. */
  readonly onProgress?: (text: string) => void;
  /** Prepared statements kept; default 200. */
  readonly preparedLimit?: number;
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

const { serialize } = protocol;

class PgliteDb implements Db {
  readonly kind = 'pglite';
  readonly #pg: PGlite;
  readonly #onClose: () => void;
  readonly #preparedLimit: number;
  /** Statement text → name; a text is prepared when it comes a second time. */
  readonly #prepared = new Map<string, string>();
  readonly #seen = new Set<string>();
  #preparedCount = 0;
  /** The end of the queue: PGlite is one session, so callers go one after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;
  #broken: string | undefined;

  constructor(pglite: PGlite, preparedLimit: number, onClose: () => void) {
    this.#pg = pglite;
    this.#preparedLimit = preparedLimit;
    this.#onClose = onClose;
  }

  async query<Row>(statement: Statement): Promise<Row[]> {
    refuseInsideTx(this, 'query');
    return this.#exclusive(() =>
      this.#run<Row>(statement).catch((error: unknown) => {
        if (!isStalePlan(error)) throw error;
        return this.#run<Row>(statement);
      }),
    );
  }

  async tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    refuseInsideTx(this, 'tx');
    return this.#exclusive(() => this.#transact(work));
  }

  async script(text: string): Promise<void> {
    refuseInsideTx(this, 'script');
    await this.#exclusive(() => this.#transact(() => this.#simple(text)));
  }

  async health(): Promise<DbHealth> {
    if (this.#closed || this.#broken) return { ok: false, detail: this.#broken ?? 'closed' };
    return { ok: true, detail: 'embedded PostgreSQL (PGlite)' };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#exclusive(async () => {
      this.#closed = true;
      await this.#pg.close();
    }).finally(this.#onClose);
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => {
      if (this.#closed) throw new DbUnavailable('the embedded database is closed');
      if (this.#broken) throw new DbUnavailable(this.#broken);
      return work();
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let open = true;
    let failed = false;
    const tx: Tx = {
      inTransaction: true,
      query: async <Row>(statement: Statement): Promise<Row[]> => {
        if (!open) throw new Error('bug: the transaction has already ended');
        return this.#run<Row>(statement).catch((error: unknown) => {
          failed = true;
          throw error;
        });
      },
    };
    await this.#simple('begin');
    try {
      const value = await insideTx(this, () => work(tx));
      open = false;
      // A commit of a failed transaction is silently a rollback: an error that the work swallowed must not look like success.
      if (failed) await this.#simple('select 1');
      await this.#simple('commit');
      return value;
    } catch (error) {
      open = false;
      await this.#simple('rollback');
      throw error;
    }
  }

  async #simple(text: string): Promise<void> {
    await this.#send([serialize.query(text)]);
  }

  /** The extended protocol in one call: parse (once per text), bind, describe, execute, sync. */
  async #run<Row>(statement: Statement): Promise<Row[]> {
    const { text } = statement;
    const values = statement.values.map(encodeValue);
    const known = this.#prepared.get(text);
    const name = known ?? this.#newName(text);
    const parts = known ? [] : [serialize.parse({ text, name })];
    parts.push(serialize.bind({ statement: name, values }), serialize.describe({ type: 'P' }), serialize.execute({}), serialize.sync());
    try {
      const answer = await this.#send(parts);
      if (!known && name) await this.#remember(text, name);
      return rowsOf<Row>(answer);
    } catch (error) {
      if (known) this.#prepared.delete(text);
      throw error;
    }
  }

  #newName(text: string): string {
    if (this.#seen.delete(text)) {
      this.#preparedCount += 1;
      return `s${this.#preparedCount}`;
    }
    if (this.#seen.size >= this.#preparedLimit * 2) this.#seen.clear();
    this.#seen.add(text);
    return '';
  }

  async #remember(text: string, name: string): Promise<void> {
    this.#prepared.set(text, name);
    const oldest = this.#prepared.size > this.#preparedLimit ? this.#prepared.entries().next().value : undefined;
    if (!oldest) return;
    this.#prepared.delete(oldest[0]);
    await this.#send([serialize.close({ type: 'S', name: oldest[1] }), serialize.sync()]);
  }

  async #send(parts: readonly Uint8Array[]): Promise<messages.BackendMessage[]> {
    try {
      return await this.#pg.execProtocolStream(parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts), { syncToFs: false });
    } catch (error) {
      // A trap of the WebAssembly machine leaves the engine in no state to go on; only a restart recovers the directory.
      if (error instanceof WebAssembly.RuntimeError) {
        this.#broken = `the embedded database stopped: ${error.message}; restart the program`;
        throw new DbUnavailable(this.#broken, { cause: error });
      }
      throw toDbError(error);
    }
  }
}

function rowsOf<Row>(answer: readonly messages.BackendMessage[]): Row[] {
  let columns: Column[] = [];
  const rows: Row[] = [];
  for (const message of answer) {
    if (message.name === 'rowDescription') {
      const { fields } = message as messages.RowDescriptionMessage;
      columns = fields.map((field) => ({ name: field.name, parse: parserOf(field.dataTypeID) }));
    } else if (message.name === 'dataRow') {
      rows.push(rowOf<Row>(columns, (message as messages.DataRowMessage).fields));
    }
  }
  return rows;
}

function rowOf<Row>(columns: readonly Column[], fields: readonly (string | null)[]): Row {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i += 1) {
    const column = columns[i] as Column;
    const text = fields[i];
    row[column.name] = text === null || text === undefined ? null : column.parse(text);
  }
  return row as Row;
}

/**
 * Opens the embedded database: PGlite with PostGIS in a directory that this process holds alone (throws DirectoryInUse).
 * One session, one thread: a slow statement stops all others, so it is for evaluation and small districts.
 */
export async function openPglite(options: PgliteOptions): Promise<Db> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'chengmai-db-'));
  const lock = lockDirectory(dir);
  const release = (): void => {
    lock.release();
    if (options.dir === null) rmSync(dir, { recursive: true, force: true });
  };
  try {
    const dataDir = join(dir, 'pgdata');
    if (!existsSync(dataDir)) await createFrom(dataDir, options);
    options.onProgress?.('opening the embedded database');
    const extensions = { postgis: slimPostgis(templateCache(), engineVersion()) };
    const durable = { startParams: durableParams, extensions: { ...extensions, durableFiles } };
    const pglite = await PGlite.create({ dataDir, ...(options.durable === false ? { extensions } : durable) });
    const db = new PgliteDb(pglite, options.preparedLimit ?? 200, release);
    await db.script("set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'iso_8601'");
    return db;
  } catch (error) {
    release();
    throw error;
  }
}

/** Copies the template beside its place and renames it, so that an interrupted first start leaves nothing half-made. */
async function createFrom(dataDir: string, options: PgliteOptions): Promise<void> {
  const template = options.template ?? (await pgliteTemplate({ onProgress: options.onProgress }));
  options.onProgress?.('creating the embedded database');
  const unfinished = `${dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await copyTemplate(template, unfinished);
  if (options.durable !== false) await syncTree(unfinished);
  renameSync(unfinished, dataDir);
}
