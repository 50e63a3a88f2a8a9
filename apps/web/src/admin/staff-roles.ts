import { ROLE_IDS } from '@chengmai/kernel/lifecycle/roles.ts';

/** Posts that a person with an account can hold. */
export const staffRoles = ROLE_IDS.filter((role) => role !== 'citizen' && role !== 'system');
