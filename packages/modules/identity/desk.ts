import type { Clock } from '@chengmai/platform/ports/clock.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import type { Ids } from '@chengmai/platform/ports/ids.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { Authenticator } from './authenticator.ts';
import type { IdentityConfig } from './config.ts';

/** What the functions of this module work with. */
export interface Desk {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config: IdentityConfig;
  readonly trail: AuditTrail;
  readonly authenticator: Authenticator;
}
