import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@chengmai/platform/runtime/log.ts';
import { type Chance, createChance } from '../demo/chance.ts';
import { scenes, spots } from '../demo/scenes.ts';
import { type ApiClient, createApiClient } from './api-client.ts';

/** A place where made-up things happen. */
export interface Spot {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

export interface SimulatorOptions {
  readonly address: string;
  readonly password: string;
  /** The city package: its drawn pictures and the accounts of its collectors. */
  readonly dir: string;
  readonly spots: readonly Spot[];
  /** Mean time between two citizens' reports; collectors look after their tasks twice as often. */
  readonly everySeconds: number;
  readonly log: Logger;
}

const picture = (dir: string, name: string) => readFile(join(dir, 'photos', name));

/** A citizen finds something and reports it where the public form sends to, with a picture. All of it says that it is made up. */
export async function reportAsCitizen(
  client: ApiClient,
  options: Pick<SimulatorOptions, 'dir' | 'spots'>,
  chance: Chance,
): Promise<number> {
  const scene = chance.pick(scenes);
  const place = chance.pick(options.spots);
  const name = `${scene.picture}-before-${chance.pick([1, 2])}.jpg`;
  const fields = {
    description: `${chance.pick(scene.words)}（示意数据）`,
    place: `${place.name}${chance.pick(spots)}`,
    lon: String(place.lon + chance.between(-0.002, 0.002)),
    lat: String(place.lat + chance.between(-0.002, 0.002)),
  };
  const answer = await client.upload('/api/public/reports', fields, [{ field: 'photo', name, bytes: await picture(options.dir, name) }]);
  return answer.status;
}

/** A collector answers the verifications and checks that wait for him, each with a picture from the street. */
export async function answerTasks(client: ApiClient, dir: string): Promise<number> {
  const queue = await client.get('/api/cases?view=mine&state=pre_checking,post_checking&limit=5');
  if (queue.status !== 200) return queue.status;
  for (const row of queue.body.items as { id: string; version: number; state: string }[]) {
    const isPre = row.state === 'pre_checking';
    const name = isPre ? 'rubbish-before-1.jpg' : 'rubbish-after-1.jpg';
    const photo = await client.upload('/api/photos', { stage: isPre ? 'pre_check' : 'post_check' }, [
      { field: 'file', name, bytes: await picture(dir, name) },
    ]);
    if (photo.status >= 300) return photo.status;
    const input = {
      version: row.version,
      passed: true,
      reason: isPre ? '情况属实（示意数据）' : '已整改到位（示意数据）',
      photoIds: [photo.body.id],
    };
    const answer = await client.send('POST', `/api/cases/${row.id}/actions/answer_${isPre ? 'pre' : 'post'}_check`, input);
    if (answer.status >= 300 && answer.status !== 409) return answer.status;
  }
  return 200;
}

async function collectorAccounts(dir: string): Promise<string[]> {
  const file = JSON.parse(await readFile(join(dir, 'people.json'), 'utf8')) as { people: { account: string; roles: string[] }[] };
  return file.people.filter((person) => person.roles.includes('collector')).map((person) => person.account);
}

/** Repeats until stopped; a failure is logged and tried again at the next turn. */
async function repeat(
  name: string,
  options: SimulatorOptions,
  seconds: () => number,
  signal: AbortSignal,
  turn: () => Promise<number>,
): Promise<void> {
  while (!signal.aborted) {
    const waited = await sleep(seconds() * 1000, true, { signal, ref: false }).catch(() => false);
    if (!waited) return;
    const status = await turn().catch((error: unknown) => (signal.aborted ? 200 : String(error)));
    if (typeof status !== 'number' || status >= 300) options.log.warn({ simulator: name, status }, 'a simulator was refused');
  }
}

async function collector(account: string, options: SimulatorOptions, chance: Chance, signal: AbortSignal): Promise<void> {
  const client = createApiClient(options.address);
  let known = false;
  await repeat(
    account,
    options,
    () => (known ? chance.between(0.5, 1) * options.everySeconds : chance.between(1, 20)),
    signal,
    async () => {
      known ||= await client.signIn(account, options.password);
      if (!known) return 401;
      const status = await answerTasks(client, options.dir);
      if (status === 401) known = false;
      return status;
    },
  );
}

/** Citizens who report and collectors who answer, through the public HTTP API alone. Returns how to stop them. */
export async function startSimulators(options: SimulatorOptions): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const chance = createChance(Date.now());
  const citizens = createApiClient(options.address);
  const lives = [
    repeat(
      'citizens',
      options,
      () => chance.between(0.6, 1.4) * options.everySeconds,
      stopping.signal,
      () => reportAsCitizen(citizens, options, chance),
    ),
    ...(await collectorAccounts(options.dir)).map((account) => collector(account, options, chance, stopping.signal)),
  ];
  return async () => {
    stopping.abort();
    await Promise.all(lives);
  };
}
