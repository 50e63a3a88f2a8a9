import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const restore = defineCommand({
  name: 'restore',
  summary: { zh: '恢复备份', en: 'Restore a backup' },
  words: ['…'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'restore' }),
});
