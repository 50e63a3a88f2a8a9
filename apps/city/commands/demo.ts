import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const demo = defineCommand({
  name: 'demo',
  summary: { zh: '一条命令启动演示城市', en: 'Start a living demo city' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'demo' }),
});
