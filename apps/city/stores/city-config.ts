import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { programRoot } from '../cli/version.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Settings from the environment, as docs/reference/config.md lists them. */
export const environmentSettings = {
  DATABASE_URL: {
    zh: 'PostgreSQL 连接地址；不设则使用内嵌数据库',
    en: 'address of PostgreSQL with PostGIS; the embedded database when left out',
    example: 'postgres://chengmai:…@db.example:5432/chengmai',
  },
  NATS_URL: {
    zh: 'NATS JetStream 地址；不设则在进程内传递事件',
    en: 'address of NATS JetStream; events stay in the process when left out',
    example: 'nats://bus.example:4222',
  },
  CHENGMAI_DATA: { zh: '数据目录，同 --data', en: 'data directory, as --data', example: '/var/lib/chengmai' },
  CHENGMAI_HOST: { zh: '监听地址，同 --host', en: 'address to listen on, as --host', example: '127.0.0.1' },
  CHENGMAI_PORT: { zh: '监听端口，同 --port', en: 'port to listen on, as --port', example: '8080' },
  CHENGMAI_LOG: { zh: '日志级别', en: 'log level: debug, info, warn, error, silent', example: 'info' },
  CHENGMAI_TRUST_PROXY: { zh: '可信反向代理的地址', en: 'addresses of trusted reverse proxies, comma-separated', example: '10.0.0.0/8' },
  CHENGMAI_METRICS_TOKEN: { zh: '远程读取 /metrics 的口令', en: 'token with which a remote Prometheus may read /metrics', example: '…' },
  CHENGMAI_RATE_PER_MINUTE: { zh: '每个调用者每个接口每分钟的请求上限', en: 'requests per minute, route and caller', example: '600' },
} as const;

/** Where this installation keeps its things. `database` is an address of PostgreSQL, or `null` for the embedded one in `dir`/db. */
export interface Place {
  readonly dir: string;
  readonly database: string | null;
  readonly nats: string | null;
}

export const embeddedDir = (place: Place): string => join(place.dir, 'db');
export const blobDir = (place: Place): string => join(place.dir, 'blobs');

function address(name: string, text: string | undefined, protocols: readonly string[]): string | null {
  if (!text) return null;
  const url = URL.parse(text);
  if (!url || !protocols.includes(url.protocol)) throw new Refused('config.invalid', { name, problem: protocols.join(' / ') });
  return text;
}

/** The place that a command line and the environment name. `folder` is where the embedded database of this command lives by default. */
export function placeOf(options: { readonly data?: string | undefined }, env: Env, folder = 'city'): Place {
  const dir = options.data ?? env.CHENGMAI_DATA;
  return {
    dir: dir ? resolve(dir) : join(programRoot, '.chengmai', folder),
    database: address('DATABASE_URL', env.DATABASE_URL, ['postgres:', 'postgresql:']),
    nats: address('NATS_URL', env.NATS_URL, ['nats:', 'tls:', 'ws:', 'wss:']),
  };
}

/** Is there an embedded database at the place already? */
export const hasEmbedded = (place: Place): boolean => existsSync(join(embeddedDir(place), 'pgdata'));

/** An address without its password, for messages. */
export function withoutPassword(address: string): string {
  const url = URL.parse(address);
  if (!url) return '…';
  if (url.password) url.password = '…';
  return decodeURI(url.toString());
}
