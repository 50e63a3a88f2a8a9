import { type Result, refuse } from '@chengmai/kernel/result.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import type { ProgramRole } from '@chengmai/platform/runtime/start.ts';
import { dataOptions, defineCommand, done } from '../cli/command.ts';
import { serveCity } from '../program/serve-city.ts';
import { untilStopped } from '../program/until-stopped.ts';
import { configOf } from '../stores/city-config.ts';

const roles: readonly ProgramRole[] = ['gateway', 'api', 'worker'];
const isRole = (text: string): text is ProgramRole => roles.some((role) => role === text);

export const listenOptions = {
  port: { value: 'PORT', zh: '监听端口，默认 8080；0 表示任选空闲端口', en: 'port to listen on, 8080 when left out; 0 takes any free one' },
  host: { value: 'ADDRESS', zh: '监听地址，默认 127.0.0.1', en: 'address to listen on, 127.0.0.1 when left out' },
} as const;

export const serve = defineCommand({
  name: 'serve',
  summary: { zh: '运行平台（一个进程，或按角色拆分）', en: 'Run the platform, in one process or split by role' },
  words: [],
  options: {
    ...dataOptions,
    ...listenOptions,
    role: {
      value: roles.join('|'),
      zh: '只运行一种角色；需要 DATABASE_URL 与 NATS_URL',
      en: 'run one role only; needs DATABASE_URL and NATS_URL',
    },
  },
  examples: [
    './chengmai serve --data /var/lib/chengmai --port 8080',
    'DATABASE_URL=postgres://… NATS_URL=nats://… ./chengmai serve --role api',
  ],
  async run({ options, out, env }): Promise<Result<number>> {
    const { role } = options;
    if (role !== undefined && !isRole(role)) return refuse('cli.bad_option', { problem: `--role ${role}`, command: 'serve' });
    const config = configOf(options, env);
    if (role && !config.databaseUrl) return refuse('cli.database_url_needed', { role });
    if (role && !config.natsUrl) return refuse('cli.nats_url_needed', { role });
    const log = createLog({ level: config.logLevel, pretty: process.stderr.isTTY });
    const serving = await serveCity(config, role ?? 'all', out, log);
    if (out.json) out.value({ address: serving.address, port: serving.port, role: role ?? 'all', pid: process.pid });
    else
      out.line(
        out.say({
          zh: `城脉已启动：${serving.address}（按 Ctrl-C 停止）`,
          en: `Chengmai is running at ${serving.address} (Ctrl-C stops it)`,
        }),
      );
    await untilStopped(serving.stop, out);
    return done;
  },
});
