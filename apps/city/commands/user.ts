import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const user = defineCommand({
  name: 'user',
  summary: { zh: '管理账号', en: 'Manage accounts' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'user' }),
});
