import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: { zh: '计算评价指标', en: 'Compute an evaluation metric' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'evaluate' }),
});
