import { resolve } from 'node:path';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import { loadCity } from '../city-package/load-city.ts';
import { dataOptions, defineCommand, done } from '../cli/command.ts';
import { startProgram } from '../program/start-program.ts';
import { configOf } from '../stores/city-config.ts';

export const migrate = defineCommand({
  name: 'migrate',
  summary: { zh: '升级数据库结构，并可装入城市数据包', en: 'Bring the database schema up to date, and load a city package' },
  words: [],
  options: {
    ...dataOptions,
    city: {
      value: 'DIR',
      zh: '装入城市数据包（区划、分类、时限、日历、机构）；已有内容保持不变',
      en: 'load a city package (areas, classes, limits, calendar, organisations); what is there stays',
    },
  },
  examples: ['./chengmai migrate --data /var/lib/chengmai', 'DATABASE_URL=postgres://… ./chengmai migrate --city cities/demo'],
  async run({ options, out, env }) {
    const config = configOf(options, env);
    const applied: string[] = [];
    const log = createLog({ level: 'warn', pretty: process.stderr.isTTY });
    const program = await startProgram(config, out, log, { role: 'api', jobs: false, onMigration: (name) => applied.push(name) });
    try {
      const loaded = options.city ? await loadCity(program, resolve(options.city), out) : null;
      if (out.json) out.value({ applied, ...(loaded ? { loaded } : {}) });
      else {
        for (const name of applied) out.line(`+ ${name}`);
        out.line(out.say({ zh: `已执行 ${applied.length} 项升级`, en: `${applied.length} migrations applied` }));
        for (const [what, count] of Object.entries(loaded ?? {})) out.line(`+ ${what}: ${count}`);
      }
    } finally {
      await program.running.stop();
    }
    return done;
  },
});
