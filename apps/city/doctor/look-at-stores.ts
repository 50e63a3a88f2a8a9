import { createConnection } from 'node:net';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import sql from 'sql-template-tag';
import type { Output } from '../cli/output.ts';
import { sentence } from '../cli/output.ts';
import { hasEmbedded, type Place, withoutPassword } from '../stores/city-config.ts';
import { migrationStatus } from '../stores/migration-status.ts';
import { openDatabase } from '../stores/open-database.ts';
import { type Symptom, same } from './symptom.ts';

const toleratedSkewSeconds = 2;

/** Does somebody listen at the NATS address and greet as NATS does? */
export async function nats(place: Place): Promise<Symptom | null> {
  if (!place.nats) return null;
  const { hostname, port } = new URL(place.nats);
  const greeting = await new Promise<string>((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port || 4222), timeout: 3000 });
    const end = (text: string) => {
      socket.destroy();
      resolve(text);
    };
    socket.once('data', (chunk) => end(chunk.toString('utf8')));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    socket.once('timeout', () => end('ETIMEDOUT'));
  });
  const said = /^INFO (\{.*\})/.exec(greeting)?.[1];
  const server = said ? (JSON.parse(said) as { version?: string; jetstream?: boolean }) : null;
  return {
    name: 'nats',
    ok: server?.jetstream === true,
    found: server
      ? same(`NATS ${server.version}, JetStream ${server.jetstream ? '✓' : '✗'}`)
      : {
          zh: `无法连接 NATS ${withoutPassword(place.nats)}（${greeting.slice(0, 80)}）`,
          en: `NATS ${withoutPassword(place.nats)} does not answer (${greeting.slice(0, 80)})`,
        },
    advice: { zh: '请启动 nats-server -js 并检查 NATS_URL。', en: 'Start nats-server -js and check NATS_URL.' },
  };
}

async function clockSkew(db: Db): Promise<Symptom> {
  const before = Date.now();
  const [row] = await db.query<{ at: number }>(sql`select clock_timestamp() as at`);
  const skew = Math.abs(((row?.at ?? 0) - (before + Date.now()) / 2) / 1000);
  return {
    name: 'clock',
    ok: skew <= toleratedSkewSeconds,
    found: { zh: `与数据库时钟相差 ${skew.toFixed(1)} 秒`, en: `${skew.toFixed(1)} s from the database's clock` },
    advice: { zh: '请启用时间同步（NTP）；时限按时钟计算。', en: 'Switch on time synchronisation (NTP); deadlines hang on the clock.' },
  };
}

async function postgis(db: Db): Promise<Symptom> {
  const [row] = await db.query<{ version: string; postgis: string | null }>(sql`
    select current_setting('server_version') as version,
           (select extversion from pg_extension where extname = 'postgis') as postgis`);
  return {
    name: 'postgis',
    ok: Boolean(row?.postgis),
    found: same(`PostgreSQL ${row?.version}, PostGIS ${row?.postgis ?? '–'}`),
    advice: { zh: '请以超级用户执行：create extension postgis', en: 'As superuser run: create extension postgis' },
  };
}

async function migrations(db: Db): Promise<Symptom> {
  const { applied, pending } = await migrationStatus(db);
  return {
    name: 'migrations',
    ok: pending.length === 0,
    found: { zh: `已升级 ${applied} 项，待升级 ${pending.length} 项`, en: `${applied} migrations applied, ${pending.length} pending` },
    advice: { zh: '运行 ./chengmai migrate。', en: 'Run ./chengmai migrate.' },
  };
}

/** Looks into the database; one that cannot be opened is one symptom, told in the words of its refusal. */
export async function database(place: Place, out: Output): Promise<Symptom[]> {
  if (!place.database && !hasEmbedded(place)) {
    const found = { zh: '还没有内嵌数据库，首次启动时建立', en: 'no embedded database yet; it is made at the first start' };
    return [{ name: 'database', ok: null, found }];
  }
  try {
    const db = await openDatabase(place, out);
    try {
      return [await postgis(db), await migrations(db), await clockSkew(db)];
    } finally {
      await db.close();
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return [{ name: 'database', ok: false, found: { zh: sentence(error.refusal, 'zh'), en: sentence(error.refusal, 'en') } }];
  }
}
