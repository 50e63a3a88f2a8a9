import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const importFile = defineCommand({
  name: 'import',
  summary: { zh: '导入历史案件', en: 'Import cases from a file' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'import' }),
});
