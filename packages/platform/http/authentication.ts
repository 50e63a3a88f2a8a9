import type { Caller, Scope } from '../runtime/scope.ts';

export type { Audit, AuditEntry, Authenticate, Authentication } from '../runtime/scope.ts';

const nothing: Scope = { areas: [], units: [], userId: '', ownOnly: true };

export const anonymous = (address: string, locale: 'zh' | 'en'): Caller => ({
  kind: 'anonymous',
  userId: '',
  name: '',
  roles: [],
  unitId: null,
  scope: nothing,
  locale,
  address,
});
