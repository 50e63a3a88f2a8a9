import { z } from 'zod';
import { Refused } from './refused.ts';

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Every setting of the program: its environment variable, what it may be, and what it means. The order is that of docs/reference/config.md. */
const settings = {
  databaseUrl: [
    'DATABASE_URL',
    z
      .url({ protocol: /^postgres(ql)?$/ })
      .nullable()
      .default(null),
    'PostgreSQL 15 or newer with PostGIS 3: `postgres://user:password@host:5432/name`. Without it the embedded database in the data directory is used.',
  ],
  databasePool: ['CHENGMAI_DATABASE_POOL', whole(1, 500).default(10), 'Connections to PostgreSQL at most, per process.'],
  statementTimeoutS: ['CHENGMAI_STATEMENT_TIMEOUT_S', whole(1, 3600).default(60), 'A statement that runs longer is cancelled, seconds.'],
  natsUrl: [
    'NATS_URL',
    z
      .string()
      .regex(/^(nats|tls):\/\/\S+$/, 'must look like nats://host:4222')
      .nullable()
      .default(null),
    'NATS with JetStream, several servers separated by commas. Without it events stay inside the process.',
  ],
  natsReplicas: ['CHENGMAI_NATS_REPLICAS', whole(1, 5).default(1), 'Servers that keep a copy of each event; 3 on a cluster of 3.'],
  dataDir: [
    'CHENGMAI_DATA',
    z.string().min(1).default('.chengmai'),
    'Directory of the embedded database and of the uploaded files. One process at a time may use it.',
  ],
  host: ['CHENGMAI_HOST', z.string().min(1).default('127.0.0.1'), 'Address to listen on; `0.0.0.0` for all.'],
  port: ['CHENGMAI_PORT', whole(0, 65_535).default(8080), 'Port to listen on; 0 takes any free one.'],
  trustProxy: [
    'CHENGMAI_TRUST_PROXY',
    z.string().min(1).nullable().default(null),
    'Addresses or networks of reverse proxies, separated by commas, whose forwarded headers are believed.',
  ],
  bodyLimitKb: [
    'CHENGMAI_BODY_LIMIT_KB',
    whole(1, 102_400).default(1024),
    'Largest JSON body of a request, kB. Uploads have limits of their own.',
  ],
  ratePerMinute: [
    'CHENGMAI_RATE_PER_MINUTE',
    whole(1, 1_000_000).default(600),
    'Requests a minute for each caller and route, where the route sets none of its own.',
  ],
  metricsToken: [
    'CHENGMAI_METRICS_TOKEN',
    z.string().min(16).nullable().default(null),
    'Lets a remote Prometheus read `/metrics` with `Authorization: Bearer …`; without it only this machine may. At least 16 characters.',
  ],
  logLevel: [
    'CHENGMAI_LOG_LEVEL',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    'What is logged to standard error.',
  ],
} as const satisfies Record<string, readonly [string, z.ZodType, string]>;

type Settings = typeof settings;
export type Config = { readonly [Name in keyof Settings]: z.output<Settings[Name][1]> };

/**
 * The settings from the environment, overridden by options of the command line (already of the right type or text).
 * Throws Refused `config.invalid` for the first that is wrong. An empty variable counts as not set.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly [Name in keyof Config]?: unknown } = {},
): Config {
  const out: Record<string, unknown> = {};
  for (const [name, [variable, schema]] of Object.entries(settings)) {
    const given = options[name as keyof Config] ?? (env[variable] || undefined);
    const parsed = schema.safeParse(given);
    if (!parsed.success)
      throw new Refused('config.invalid', { name: variable, problem: parsed.error.issues[0]?.message ?? 'not understood' });
    out[name] = parsed.data;
  }
  return out as Config;
}

/** docs/reference/config.md. */
export function configReference(): string {
  const rows = Object.values(settings).map(([variable, schema, meaning]) => {
    const preset: unknown = schema.parse(undefined);
    return `| \`${variable}\` | ${preset === null ? '–' : `\`${String(preset)}\``} | ${meaning} |`;
  });
  return [
    '# Settings',
    '',
    'Environment variables; the command line options of the same meaning win over them. Generated from `packages/platform/runtime/config.ts`.',
    '',
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
