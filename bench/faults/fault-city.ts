import { randomUUID } from 'node:crypto';
import { freePort } from '@chengmai/testkit/free-port.ts';
import { Browser } from '../city/browser.ts';
import { cityTemplate, loadDemoCity, PASSWORD, type Store, scratchDir, withProgram } from '../city/demo-city.ts';
import type { PostgresHost } from '../city/postgres-host.ts';
import { type ProgramSettings, type ServingProgram, serveProgram } from '../city/program.ts';
import { type Scene, sceneOf } from '../city/scene.ts';
import { type Faults, inspectStore } from './inspect-store.ts';
import { Ledger } from './ledger.ts';

/** A city that is about to suffer: its store, what was acknowledged, and a browser that outlives the program. */
export interface FaultCity {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly scene: Scene;
  readonly mark: string;
  /** Signed in once; the same address and session after every start. */
  browser(): Browser;
  serve(more?: Partial<ProgramSettings>): Promise<ServingProgram>;
  /** Lets all events be handled, stops the program in order, and looks at everything. */
  settleAndInspect(program: ServingProgram): Promise<Faults>;
  close(): Promise<void>;
}

/** Waits until no event is on its way, as the program's own health tells. */
async function untilQuiet(address: string): Promise<void> {
  const end = Date.now() + 120_000;
  for (;;) {
    const answer = (await (await fetch(`${address}/health`)).json()) as { parts: Record<string, { detail: string }> };
    const outbox = answer.parts.outbox?.detail ?? '';
    const bus = answer.parts.bus?.detail ?? '';
    if (outbox.startsWith('0 events') && /\b0 keys waiting/.test(bus)) return;
    if (Date.now() > end) throw new Error(`events do not settle: ${outbox}; ${bus}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function cityOn(store: Store, port: number): Promise<FaultCity> {
  const ledger = new Ledger();
  const mark = randomUUID().slice(0, 8);
  const scene = await withProgram(store, ({ running }) => sceneOf(running.db));
  let browser: Browser | undefined;
  return {
    store,
    ledger,
    scene,
    mark,
    browser: () => browser!,
    serve: async (more = {}) => {
      const program = await serveProgram({ ...store, port, ...more });
      browser ??= await Browser.open(program.address, 'acceptor', PASSWORD, 12);
      return program;
    },
    settleAndInspect: async (program) => {
      await untilQuiet(program.address);
      await program.stop();
      return withProgram(store, (opened) => inspectStore(opened, ledger, mark, true));
    },
    close: async () => browser?.close(),
  };
}

/** On a database of its own of a PostgreSQL server. */
export async function postgresCity(host: PostgresHost, name: string): Promise<FaultCity> {
  await host.copy(await cityTemplate(host), name);
  return cityOn({ database: host.url(name), dataDir: scratchDir('faults') }, await freePort());
}

/** On the embedded database, in a directory of its own. */
export async function embeddedCity(dataDir: string = scratchDir('faults')): Promise<FaultCity> {
  await loadDemoCity({ dataDir });
  return cityOn({ dataDir }, await freePort());
}
