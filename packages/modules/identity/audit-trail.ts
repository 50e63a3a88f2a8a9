import type { Audit, AuditEntry } from '@chengmai/platform/http/authentication.ts';
import type { Clock } from '@chengmai/platform/ports/clock.ts';
import type { Db, Tx } from '@chengmai/platform/ports/db.ts';
import type { Ids } from '@chengmai/platform/ports/ids.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { type AuditEntryRow, insertAudit } from './audit-store.ts';

interface Waiting {
  readonly rows: readonly AuditEntryRow[];
  done(): void;
  failed(error: unknown): void;
}

export interface AuditTrail {
  /** Stored when it resolves; entries of many requests share a statement. */
  readonly audit: Audit;
  /** In the transaction of the change itself. */
  auditIn(tx: Tx, caller: Caller, trace: string, entries: readonly AuditEntry[]): Promise<void>;
}

const batchLimit = 500;

/** Writes the audit trail. While one batch is being stored the next one gathers: under load the cost per entry falls. */
export function createAuditTrail(db: Db, clock: Clock, ids: Ids): AuditTrail {
  const waiting: Waiting[] = [];
  let writing = false;

  const rowsOf = (caller: Caller, trace: string, entries: readonly AuditEntry[]): AuditEntryRow[] =>
    entries.map((entry) => ({
      id: ids.uuid(),
      at: clock.now(),
      actorId: caller.userId,
      actorName: caller.name,
      actorRoles: caller.roles,
      via: caller.kind,
      action: entry.action.slice(0, 100),
      subject: entry.subject.slice(0, 200),
      detail: entry.detail ?? {},
      address: caller.address,
      trace,
    }));

  async function writeAll(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchLimit);
      try {
        await insertAudit(
          db,
          batch.flatMap((item) => item.rows),
        );
        for (const item of batch) item.done();
      } catch (error) {
        for (const item of batch) item.failed(error);
      }
    }
    writing = false;
  }

  return {
    audit: (caller, trace, entries) =>
      new Promise((done, failed) => {
        waiting.push({ rows: rowsOf(caller, trace, entries), done, failed });
        if (!writing) void writeAll();
      }),
    auditIn: (tx, caller, trace, entries) => insertAudit(tx, rowsOf(caller, trace, entries)),
  };
}
