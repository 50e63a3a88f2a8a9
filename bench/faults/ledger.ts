import type { Answer, Browser } from '../city/browser.ts';
import { reportNo, type Scene } from '../city/scene.ts';

/** A request whose answer never came, or said that the database was away: it may have had its effect or not. */
interface Doubt {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  readonly caseId: string | null;
}

/** What the program has said it did. The truth of a fault test: whatever stands here must be found, and nothing twice. */
export class Ledger {
  /** Case → the version that was acknowledged last. */
  readonly versions = new Map<string, number>();
  /** Cases of which nothing is known to be wrong or open: they may be acted on. */
  readonly idle: string[] = [];
  doubts: Doubt[] = [];
  /** Answers that a healthy program never gives, by what they said. */
  readonly odd = new Map<string, number>();
  /** Answers 5xx with a code, by code. */
  readonly unavailable = new Map<string, number>();
  acknowledged = 0;
  sent = 0;
  slowestMs = 0;

  note(map: Map<string, number>, what: string): void {
    map.set(what, (map.get(what) ?? 0) + 1);
  }

  created(id: string, version: number): void {
    this.acknowledged += 1;
    this.versions.set(id, version);
    this.idle.push(id);
  }

  acted(id: string): void {
    this.acknowledged += 1;
    this.versions.set(id, (this.versions.get(id) ?? 0) + 1);
    this.idle.push(id);
  }
}

const CREATED = 201;
const DONE = 200;
/** Versions from which a case is left alone, so that new ones come. */
const LONG_ENOUGH = 6;

function settle(ledger: Ledger, doubt: Doubt, answer: Answer): void {
  if (doubt.caseId === null && answer.status === CREATED) ledger.created(answer.body.id, answer.body.version);
  else if (doubt.caseId !== null && answer.status === DONE) ledger.acted(doubt.caseId);
  else if (answer.status >= 500 && typeof answer.body?.code === 'string' && answer.body.code !== 'http.internal') {
    ledger.note(ledger.unavailable, `${answer.status} ${answer.body.code}`);
    ledger.doubts.push(doubt);
  } else ledger.note(ledger.odd, `${answer.status} ${answer.body?.code ?? ''}`);
}

/** The next request: a new report, or a step on a case that nobody else is acting on. */
function next(ledger: Ledger, scene: Scene, mark: string, n: number): Omit<Doubt, 'key'> {
  const id = n % 3 === 0 ? undefined : ledger.idle.shift();
  const version = id === undefined ? 0 : ledger.versions.get(id)!;
  if (id === undefined || version >= LONG_ENOUGH) return { path: '/api/cases', body: reportNo(scene, n, mark), caseId: null };
  const action = version === 1 ? 'claim' : 'comment';
  return {
    path: `/api/cases/${id}/actions/${action}`,
    body: { version, ...(version === 1 ? {} : { reason: `示意备注 ${n}` }) },
    caseId: id,
  };
}

async function send(ledger: Ledger, browser: Browser, doubt: Doubt): Promise<boolean> {
  ledger.sent += 1;
  try {
    const answer = await browser.post(doubt.path, doubt.body, doubt.key);
    ledger.slowestMs = Math.max(ledger.slowestMs, answer.ms);
    settle(ledger, doubt, answer);
    return answer.status < 500;
  } catch {
    ledger.doubts.push(doubt);
    return false;
  }
}

export interface Writers {
  /** Waits for the requests on their way. */
  stop(): Promise<void>;
}

let numbered = 0;

/** Reports and acts on so many connections until stopped; after a failure each waits a moment. */
export function startWriters(ledger: Ledger, browser: Browser, scene: Scene, mark: string, connections: number, giveUp: boolean): Writers {
  let running = true;
  const write = async (): Promise<void> => {
    while (running) {
      numbered += 1;
      const well = await send(ledger, browser, { ...next(ledger, scene, mark, numbered), key: crypto.randomUUID() });
      if (!well && giveUp) return;
      if (!well) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const all = Promise.all(Array.from({ length: connections }, write));
  return {
    stop: async () => {
      running = false;
      await all;
    },
  };
}

/** Sends every doubtful request again under its own key: it has its effect now, or had it then, but never twice. */
export async function resolveDoubts(ledger: Ledger, browser: Browser): Promise<number> {
  const doubts = ledger.doubts;
  ledger.doubts = [];
  for (const doubt of doubts) await send(ledger, browser, doubt);
  return doubts.length;
}
