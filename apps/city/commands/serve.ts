import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const serve = defineCommand({
  name: 'serve',
  summary: { zh: '运行平台（可按角色拆分）', en: 'Run the platform, in one process or split by role' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'serve' }),
});
