import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const backup = defineCommand({
  name: 'backup',
  summary: { zh: '备份数据库与附件', en: 'Back up the database and its files' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'backup' }),
});
