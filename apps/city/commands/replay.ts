import { refuse } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';

export const replay = defineCommand({
  name: 'replay',
  summary: { zh: '重放录制的请求', en: 'Send recorded requests through the same path' },
  words: ['FILE'],
  options: {},
  examples: [],
  run: async () => refuse('cli.not_ready', { what: 'replay' }),
});
