import { openFileBlob } from '@chengmai/platform/adapters/blob-fs.ts';
import { systemClock } from '@chengmai/platform/adapters/clock-system.ts';
import { RandomIds } from '@chengmai/platform/adapters/ids-random.ts';
import { sharpImages } from '@chengmai/platform/adapters/images-sharp.ts';
import type { Clock } from '@chengmai/platform/ports/clock.ts';
import type { Config } from '@chengmai/platform/runtime/config.ts';
import type { Logger } from '@chengmai/platform/runtime/log.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { type Adapters, type Running, type StartOptions, startModules } from '@chengmai/platform/runtime/start.ts';
import type { Output } from '../cli/output.ts';
import { modules } from '../modules.ts';
import { blobDir, hasEmbedded, placeIn } from '../stores/city-config.ts';
import { openBus } from '../stores/open-bus.ts';
import { openDatabase } from '../stores/open-database.ts';

/** The platform with its adapters, as the composition root hands it to a command. `running.stop()` ends both. */
export interface Program {
  readonly adapters: Adapters;
  readonly running: Running;
}

export interface ProgramOptions extends StartOptions {
  /** Default the system's. */
  readonly clock?: Clock;
  /** A typing error in `--data` must not make a new empty city: refuse a directory without one. */
  readonly mustExist?: boolean;
}

/** Wires the adapters that the settings ask for and brings the modules to life. What was opened is closed again when a later part refuses. */
export async function startProgram(config: Config, out: Output, log: Logger, options: ProgramOptions = {}): Promise<Program> {
  const place = placeIn(config);
  if (options.mustExist && !place.database && !hasEmbedded(place)) throw new Refused('cli.no_data', { dir: place.dir });
  const db = await openDatabase(place, out, { log, poolSize: config.databasePool, statementTimeoutMs: config.statementTimeoutS * 1000 });
  try {
    const bus = await openBus(config, log);
    const clock = options.clock ?? systemClock;
    const ids = new RandomIds(() => clock.now());
    const adapters: Adapters = { db, bus, blob: await openFileBlob(blobDir(place)), images: sharpImages(), clock, ids, log };
    return { adapters, running: await startModules(modules, adapters, options) };
  } catch (error) {
    await db.close();
    throw error;
  }
}
