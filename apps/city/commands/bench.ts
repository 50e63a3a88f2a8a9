import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const bench = defineCommand({
  name: 'bench',
  summary: { zh: '性能测试', en: 'Measure speed' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'bench' }),
});
