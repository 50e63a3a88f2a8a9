import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { startPostgres } from '@chengmai/testkit/servers.ts';

/**
 * What is set differently from PostgreSQL's defaults. Durability is not touched: fsync, synchronous_commit and full_page_writes are on.
 * Memory for a machine of a few GB, checkpoints rarer than every five minutes, costs for a solid-state disk.
 */
export const POSTGRES_SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '1GB',
  effective_cache_size: '4GB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  random_page_cost: '1.1',
};

export interface PostgresHost {
  /** Address of a database on it. */
  url(database: string): string;
  admin<T>(work: (db: Db) => Promise<T>): Promise<T>;
  has(database: string): Promise<boolean>;
  /** Makes a database as a copy of another; one that is there already is dropped. */
  copy(from: string, to: string): Promise<void>;
  drop(database: string): Promise<void>;
  /** Process id of the server. */
  pid(): Promise<number>;
  close(): Promise<void>;
}

export async function openHost(given: string | undefined): Promise<PostgresHost> {
  const own = given === undefined ? await startPostgres({ settings: POSTGRES_SETTINGS }) : null;
  const base = own?.url ?? given ?? '';
  const url = (database: string): string => {
    const address = new URL(base);
    address.pathname = `/${database}`;
    return address.href;
  };
  const admin: PostgresHost['admin'] = async (work) => {
    const db = await openPostgres({ url: url('postgres'), poolSize: 1, statementTimeoutMs: 600_000 });
    return work(db).finally(() => db.close());
  };
  const statement = (text: string): Promise<unknown> => admin((db) => db.query({ text, values: [] }));
  const drop = async (name: string): Promise<void> => void (await statement(`drop database if exists "${name}" with (force)`));
  return {
    url,
    admin,
    drop,
    has: (name) =>
      admin(async (db) => (await db.query({ text: 'select 1 from pg_database where datname = $1', values: [name] })).length > 0),
    copy: async (from, to) => {
      await drop(to);
      await statement(`create database "${to}" template "${from}" strategy file_copy`);
    },
    pid: async () => {
      if (own) return own.pid();
      const ask = `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`;
      return admin(async (db) => (await db.query<{ pid: number }>({ text: ask, values: [] }))[0]?.pid ?? 0);
    },
    close: async () => own?.remove(),
  };
}
