import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: { zh: '检查运行环境并说明问题', en: 'Examine this installation and say what is wrong' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'doctor' }),
});
