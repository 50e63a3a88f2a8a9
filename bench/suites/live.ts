import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Browser, signIn } from '../city/browser.ts';
import { cityTemplate, PASSWORD, scratchDir, WATCHERS, watcher } from '../city/demo-city.ts';
import { serveProgram } from '../city/program.ts';
import { reportNo, sceneOf, withPostgres } from '../city/scene.ts';
import type { WatchMessage, WatchTask } from '../load/watch-live.ts';
import { line, median, percentile } from '../report/line.ts';
import type { Bench, Suite } from '../suite.ts';

const SCREENS = 200;
const PER_SECOND = 10;

interface Sent {
  readonly key: string;
  readonly sentNs: bigint;
  readonly answeredNs: bigint;
}

const nextMessage = <Kind extends WatchMessage['kind']>(child: ChildProcess, kind: Kind): Promise<Extract<WatchMessage, { kind: Kind }>> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the watching process ended (${code})`)));
    child.on('message', (message: WatchMessage) => {
      if (message.kind === kind) resolve(message as Extract<WatchMessage, { kind: Kind }>);
    });
  });

/** Reports at an even pace from a single browser; each of them is an event. */
async function report(bench: Bench, browser: Browser, database: string): Promise<Sent[]> {
  const scene = await withPostgres(database, sceneOf);
  const sent: Sent[] = [];
  const warmUp = PER_SECOND;
  for (let n = 0; n < PER_SECOND * bench.options.seconds + warmUp; n += 1) {
    const sentNs = process.hrtime.bigint();
    const answer = await browser.post('/api/cases', reportNo(scene, n, 'live'));
    const answeredNs = process.hrtime.bigint();
    if (answer.status !== 201) throw new Error(`a case was refused: ${answer.status}`);
    if (n >= warmUp) sent.push({ key: `${answer.body.id} ${answer.body.version}`, sentNs, answeredNs });
    await sleep(Math.max(0, 1000 / PER_SECOND - Number(process.hrtime.bigint() - sentNs) / 1e6));
  }
  return sent;
}

const since = (arrived: readonly string[], fromNs: bigint): number[] => arrived.map((at) => Number(BigInt(at) - fromNs) / 1e6);

async function watchWhileReporting(bench: Bench, address: string, database: string): Promise<void> {
  const people = await Promise.all(Array.from({ length: WATCHERS }, (_, n) => signIn(address, watcher(n), PASSWORD)));
  const child = fork(fileURLToPath(new URL('../load/watch-live.ts', import.meta.url)));
  try {
    const screens = Array.from({ length: SCREENS }, (_, i) => people[i % people.length]!);
    const ready = nextMessage(child, 'ready');
    child.send({ address, screens } satisfies WatchTask);
    await ready;
    bench.tell(`${SCREENS} live streams stand; reporting ${PER_SECOND} cases a second`);
    const browser = await Browser.open(address, 'acceptor', PASSWORD);
    const sent = await report(bench, browser, database);
    await sleep(2500);
    await browser.close();
    const told = nextMessage(child, 'arrived');
    child.send('end');
    judge(bench, sent, (await told).arrivals);
  } finally {
    child.kill();
  }
}

function judge(bench: Bench, sent: readonly Sent[], arrivals: Readonly<Record<string, readonly string[]>>): void {
  const fromAnswer = sent.flatMap(({ key, answeredNs }) => since(arrivals[key] ?? [], answeredNs));
  const fromSending = sent.flatMap(({ key, sentNs }) => since(arrivals[key] ?? [], sentNs));
  const wrong = sent.filter(({ key }) => (arrivals[key]?.length ?? 0) !== SCREENS).length;
  const note = [
    `p95 over ${fromAnswer.length} arrivals of ${sent.length} events at ${SCREENS} clients in another process, each from the answer to the writer`,
    `median ${median(fromAnswer).toFixed(0)} ms, slowest ${Math.max(...fromAnswer).toFixed(0)} ms`,
    `from the request, commit included, p95 ${percentile(fromSending, 0.95).toFixed(0)} ms`,
  ].join('; ');
  bench.emit(line('live.visible', percentile(fromAnswer, 0.95), 'ms', { atMost: 300 }, note));
  bench.emit(line('live.missed', wrong, 'events', { exactly: 0 }, 'events that did not reach every client exactly once'));
}

/** From a commit to the screens of everybody who watches. */
export const live: Suite = {
  name: 'live',
  async run(bench) {
    const host = await bench.postgres();
    await host.copy(await cityTemplate(host), 'bench_live');
    const database = host.url('bench_live');
    const program = await serveProgram({ database, dataDir: scratchDir('live') });
    try {
      await watchWhileReporting(bench, program.address, database);
    } finally {
      await program.stop();
      await host.drop('bench_live');
    }
  },
};
