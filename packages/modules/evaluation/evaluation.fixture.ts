import type { Caller } from '@chengmai/platform/runtime/scope.ts';

/** Somebody who sees the whole city. */
export const everywhere: Caller = {
  kind: 'system',
  userId: '',
  name: '',
  roles: ['evaluator', 'admin'],
  unitId: null,
  scope: { areas: [''], units: null, userId: '', ownOnly: false },
  locale: 'zh',
  address: '',
};
