/** A parametrised SQL statement; `sql` of sql-template-tag makes one. Values never stand in the text. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * What a store function may do with a database. Column types arrive the same from every adapter:
 * timestamptz → Instant (ms), date → `YYYY-MM-DD`, int8 and numeric → number, jsonb → parsed, uuid and text → string, bytea → Uint8Array.
 * As parameters instants go through `new Date(ms)`; arrays and JSON go as arrays and `JSON.stringify`ed text with a cast.
 */
export interface Queryable {
  query<Row>(statement: Statement): Promise<Row[]>;
}

/** A running transaction. It ends when the work's promise ends; using the outer Db inside it deadlocks on the embedded database. */
export interface Tx extends Queryable {
  readonly inTransaction: true;
}

export interface DbHealth {
  readonly ok: boolean;
  readonly detail: string;
}

export interface Db extends Queryable {
  readonly kind: 'pglite' | 'postgres';
  /** Commits when `work` resolves, rolls back when it rejects. Never retries. Isolation: read committed. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs a script of several statements, as migrations are, in one transaction. */
  script(text: string): Promise<void>;
  health(): Promise<DbHealth>;
  close(): Promise<void>;
}

/** Thrown by adapters when the database cannot be reached or stopped answering; HTTP answers 503 `db.unavailable`. */
export class DbUnavailable extends Error {
  override readonly name = 'DbUnavailable';
}

/** Thrown by adapters on a violated unique or exclusion constraint; `constraint` is its name. */
export class DbConflict extends Error {
  override readonly name = 'DbConflict';
  readonly constraint: string;
  constructor(constraint: string, options?: ErrorOptions) {
    super(`constraint ${constraint} violated`, options);
    this.constraint = constraint;
  }
}
