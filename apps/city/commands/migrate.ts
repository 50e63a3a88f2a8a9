import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const migrate = defineCommand({
  name: 'migrate',
  summary: { zh: '升级数据库结构', en: 'Bring the database schema up to date' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'migrate' }),
});
