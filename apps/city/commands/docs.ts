import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const docs = defineCommand({
  name: 'docs',
  summary: { zh: '生成参考文档', en: 'Generate the reference pages' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'docs' }),
});
