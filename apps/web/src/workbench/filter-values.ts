import type { Light, Source } from '@chengmai/modules/cases/contract.ts';

/** The contract's lists again as values: importing them from there would bring the server's schemas into the browser. */
export const lights = ['red', 'yellow', 'green', 'hold', 'none'] as const satisfies readonly Light[];

export const sources = [
  'collector',
  'citizen',
  'hotline',
  'phone',
  'leader',
  'camera',
  'department',
  'sensor',
  'truck',
  'superior',
  'import',
] as const satisfies readonly Source[];
