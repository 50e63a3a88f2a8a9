import { createHash } from 'node:crypto';
import { type Db, DbConflict, type Queryable, type Tx } from '@chengmai/platform/ports/db.ts';
import sql, { join, type Sql } from 'sql-template-tag';
import type { AuditLine } from './contract.ts';

/** One line to write. `at` in ms; `detail` holds no secret and no more personal data than the subject's id. */
export interface AuditEntryRow {
  readonly id: string;
  readonly at: number;
  readonly actorId: string;
  readonly actorName: string;
  readonly actorRoles: readonly string[];
  readonly via: AuditLine['via'];
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly trace: string;
}

/** All lines in one statement, whatever their number. */
export async function insertAudit(q: Queryable, rows: readonly AuditEntryRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(
    (row) => sql`(${row.id}, ${new Date(row.at)}, ${row.actorId}, ${row.actorName}, ${[...row.actorRoles]}::text[], ${row.via},
      ${row.action}, ${row.subject}, ${JSON.stringify(row.detail)}::jsonb, ${row.address}, ${row.trace})`,
  );
  await q.query(sql`
    insert into identity_audit (id, at, actor_id, actor_name, actor_roles, via, action, subject, detail, address, trace) values ${join(values)}`);
}

export interface AuditFilter {
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const columns = sql`a.id, a.at, a.actor_id as "actorId", a.actor_name as "actorName", a.actor_roles as "actorRoles", a.via, a.action, a.subject,
  a.detail, a.address, a.trace, a.seal`;

interface LineRow extends AuditEntryRow {
  readonly seal: number | null;
}

function conditionsOf(filter: AuditFilter): Sql[] {
  const prefix = filter.action?.endsWith('.*') ? filter.action.slice(0, -1) : null;
  return [
    filter.actorId === undefined ? null : sql`a.actor_id = ${filter.actorId}`,
    filter.action === undefined ? null : prefix === null ? sql`a.action = ${filter.action}` : sql`starts_with(a.action, ${prefix})`,
    filter.subject === undefined ? null : sql`a.subject = ${filter.subject}`,
    filter.from === undefined ? null : sql`a.at >= ${new Date(filter.from)}`,
    filter.to === undefined ? null : sql`a.at < ${new Date(filter.to)}`,
  ].filter((condition) => condition !== null);
}

/** The newest first, `limit + 1` rows; `before` is the last id of the page before. Ids are UUIDv7: their order is that of time. */
export async function listAudit(q: Queryable, filter: AuditFilter, before: string | null, limit: number): Promise<AuditLine[]> {
  const conditions = [sql`true`, ...conditionsOf(filter), ...(before === null ? [] : [sql`a.id < ${before}`])];
  const rows = await q.query<LineRow>(
    sql`select ${columns} from identity_audit a where ${join(conditions, ' and ')} order by a.id desc limit ${limit + 1}`,
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString(), actorRoles: [...row.actorRoles] }));
}

/** Keys in order at every depth: jsonb does not keep the order they came in. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}

function hashOf(previous: string, lines: readonly LineRow[]): string {
  const hash = createHash('sha256').update(previous);
  for (const { seal: _, ...line } of lines) hash.update('\n').update(JSON.stringify(canonical(line)));
  return hash.digest('hex');
}

interface Seal {
  readonly number: number;
  readonly previous: string;
  readonly hash: string;
  readonly entries: number;
}

const linesOf = (q: Queryable, seal: number): Promise<LineRow[]> =>
  q.query<LineRow>(sql`select ${columns} from identity_audit a where a.seal = ${seal} order by a.id`);

async function sealSome(tx: Tx, before: number, now: number): Promise<number> {
  const [last] = await tx.query<Seal>(
    sql`select number, previous, hash, entries from identity_audit_seal order by number desc limit 1 for update`,
  );
  const number = (last?.number ?? 0) + 1;
  await tx.query(sql`
    update identity_audit set seal = ${number} where id in (
      select id from identity_audit where seal is null and at < ${new Date(before)} order by id limit 2000) and seal is null`);
  const lines = await linesOf(tx, number);
  if (lines.length === 0) return 0;
  const previous = last?.hash ?? '';
  await tx.query(sql`
    insert into identity_audit_seal (number, at, entries, previous, hash)
    values (${number}, ${new Date(now)}, ${lines.length}, ${previous}, ${hashOf(previous, lines)})`);
  return lines.length;
}

/**
 * Covers the lines that no seal covers yet by the next link of the hash chain. Lines are written without waiting for each other; the chain is
 * made afterwards, so the trail never queues behind one row. Two workers at once: the second one's seal number is taken and it rolls back.
 */
export async function sealAudit(db: Db, now: number): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await db
      .tx((tx) => sealSome(tx, now - 2000, now))
      .catch((error: unknown) => {
        if (error instanceof DbConflict) return 0;
        throw error;
      });
    sealed += count;
    if (count < 2000) return sealed;
  }
}

export interface AuditVerification {
  readonly intact: boolean;
  readonly seals: number;
  readonly lines: number;
  /** The first seal that does not fit its lines or the seal before it. */
  readonly brokenSeal: number | null;
}

/** Walks the whole chain. */
export async function verifyAudit(q: Queryable): Promise<AuditVerification> {
  const seals = await q.query<Seal>(sql`select number, previous, hash, entries from identity_audit_seal order by number`);
  let previous = '';
  let checked = 0;
  for (const [index, seal] of seals.entries()) {
    const lines = await linesOf(q, seal.number);
    const fits =
      seal.number === index + 1 && seal.previous === previous && seal.entries === lines.length && seal.hash === hashOf(previous, lines);
    if (!fits) return { intact: false, seals: seals.length, lines: checked, brokenSeal: seal.number };
    previous = seal.hash;
    checked += lines.length;
  }
  return { intact: true, seals: seals.length, lines: checked, brokenSeal: null };
}
