import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Result } from '@chengmai/kernel/result.ts';
import type { DomainEvent } from '@chengmai/platform/ports/bus.ts';
import type { Clock } from '@chengmai/platform/ports/clock.ts';
import type { Db, Tx } from '@chengmai/platform/ports/db.ts';
import type { Ids } from '@chengmai/platform/ports/ids.ts';
import { catalogueEvents } from './contract.ts';
import { createSnapshot, type Snapshot } from './snapshot.ts';
import { lockRevision, nextRevision, readCatalogue } from './store.ts';

/** What writing the catalogue needs of the program; a ModuleContext is one. */
export interface Writing {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  emit(tx: Tx, events: readonly DomainEvent[]): Promise<void>;
}

/** One change under way: who, when, and the catalogue as it stands now that nobody else can change it. */
export interface Change {
  readonly tx: Tx;
  readonly now: Instant;
  readonly by: string;
  readonly before: Snapshot;
  announce(type: string, body: Record<string, unknown>): Promise<void>;
}

/**
 * Changes the catalogue inside a transaction: waits for other editors, gives the work what they left, and says `catalogue.changed`
 * unless the work refused. A refusing work must not have written anything.
 */
export async function changeCatalogue<T>(
  writing: Writing,
  tx: Tx,
  who: { readonly by: string; readonly trace: string },
  work: (change: Change) => Promise<Result<T>>,
): Promise<Result<T>> {
  await lockRevision(tx);
  const now = writing.clock.now();
  const announce = (type: string, body: Record<string, unknown>): Promise<void> =>
    writing.emit(tx, [{ id: writing.ids.uuid(), type, at: now, key: 'catalogue', trace: who.trace, body }]);
  const result = await work({ tx, now, by: who.by, before: createSnapshot(await readCatalogue(tx)), announce });
  if (result.ok) await announce(catalogueEvents.changed, { revision: await nextRevision(tx) });
  return result;
}
