import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Result } from '@chengmai/kernel/result.ts';
import type { DomainEvent } from '@chengmai/platform/ports/bus.ts';
import type { Clock } from '@chengmai/platform/ports/clock.ts';
import type { Db, Tx } from '@chengmai/platform/ports/db.ts';
import type { Ids } from '@chengmai/platform/ports/ids.ts';
import { areasEvents } from './contract.ts';
import { lockRevision, nextRevision } from './store.ts';

/** What writing the areas needs of the program; a ModuleContext is one. */
export interface Writing {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  emit(tx: Tx, events: readonly DomainEvent[]): Promise<void>;
}

/** Changes the areas inside a transaction, one editor after the other, and says `areas.changed` unless the work refused. */
export async function changeAreas<T>(
  writing: Writing,
  tx: Tx,
  trace: string,
  work: (now: Instant) => Promise<Result<T>>,
): Promise<Result<T>> {
  await lockRevision(tx);
  const now = writing.clock.now();
  const result = await work(now);
  if (!result.ok) return result;
  const body = { revision: await nextRevision(tx) };
  await writing.emit(tx, [{ id: writing.ids.uuid(), type: areasEvents.changed, at: now, key: 'areas', trace, body }]);
  return result;
}
