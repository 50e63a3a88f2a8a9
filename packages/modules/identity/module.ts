import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { defineModule, type Job, type ModuleContext, type ModuleDefinition } from '@chengmai/platform/runtime/module.ts';
import type { z } from 'zod';
import { addUser, prepareNewPassword, preparePassword, programScope, replacePassword } from './accounts.ts';
import { forgetOldAttempts } from './attempt-store.ts';
import { sealAudit } from './audit-store.ts';
import { createAuditTrail } from './audit-trail.ts';
import { Authenticator } from './authenticator.ts';
import { type IdentityConfig, identityDefaults } from './config.ts';
import { type Identity, identity, NewUnit, NewUser } from './contract.ts';
import type { Desk } from './desk.ts';
import './errors.ts';
import { addUnit, ensureUnits } from './organisations.ts';
import { auditRoutes } from './routes-audit.ts';
import { sessionRoutes } from './routes-session.ts';
import { tokenRoutes } from './routes-token.ts';
import { unitRoutes } from './routes-unit.ts';
import { userRoutes } from './routes-user.ts';
import { forgetOldSessions } from './session-store.ts';
import { listUnits, subtreeOf, unitById } from './unit-store.ts';
import { people, peopleByRole, type StoredUser, userByAccount, userById } from './user-store.ts';

const personOf = ({ id, name, roles, unitId, areas, disabled }: StoredUser) => ({ id, name, roles, unitId, areas, disabled });

/** What comes from a command line or a city package is refused like what comes over HTTP. */
function parsed<S extends z.ZodType>(schema: S, given: unknown): Result<z.output<S>> {
  const result = schema.safeParse(given);
  if (result.success) return ok(result.data);
  const [issue] = result.error.issues;
  return refuse('http.invalid_input', { field: issue?.path.join('.') ?? '', problem: issue?.message ?? '' });
}

function accountsFor(desk: Desk): Pick<Identity, 'createUser' | 'createUnit' | 'setPassword' | 'ensureUnits' | 'userByAccount'> {
  return {
    async createUser(tx, { id, synthetic, ...given }) {
      const checked = parsed(NewUser, given);
      if (!checked.ok) return checked;
      const input = { ...checked.value, id, synthetic };
      const hash = await preparePassword(desk, input.password, input.account);
      if (!hash.ok) return hash;
      const made = await addUser(tx, desk, input, hash.value, programScope);
      return made.ok ? ok(personOf(made.value)) : made;
    },
    async createUnit(tx, { origin, synthetic, ...given }) {
      const checked = parsed(NewUnit, given);
      return checked.ok ? addUnit(tx, desk, { ...checked.value, origin, synthetic }, programScope) : checked;
    },
    async setPassword(tx, userId, password, mustChange) {
      const user = await userById(tx, userId);
      if (user === null) return refuse('http.not_found');
      const next = await prepareNewPassword(desk, user, password);
      if (!next.ok) return next;
      await replacePassword(tx, desk, user, { hash: next.value, mustChange, keepSession: null });
      return ok(null);
    },
    ensureUnits: (tx, origin, rows) => ensureUnits(tx, desk, origin, rows, programScope),
    async userByAccount(q, account) {
      const user = await userByAccount(q, account);
      return user === null ? null : personOf(user);
    },
  };
}

function offered(desk: Desk): Identity {
  return {
    ...accountsFor(desk),
    authenticate: desk.authenticator.authenticate,
    audit: desk.trail.audit,
    user: async (q, id) => (await people(q, [id])).get(id) ?? null,
    users: people,
    usersByRole: (q, role, within = {}) => peopleByRole(q, role, within),
    unit: unitById,
    units: (q) => listUnits(q, null),
    unitSubtree: subtreeOf,
    dutyDispatchers: (q, areaCode) => peopleByRole(q, 'dispatcher', areaCode === null ? {} : { areaCode }),
  };
}

const dayMs = 86_400_000;

const jobs = (desk: Desk): Job[] => [
  { name: 'identity.seal-audit', everySeconds: 15, run: async (now) => void (await sealAudit(desk.db, now)) },
  {
    name: 'identity.forget-old',
    everySeconds: 3600,
    async run(now) {
      await forgetOldSessions(desk.db, now - 30 * dayMs);
      await forgetOldAttempts(desk.db, now - dayMs);
    },
  },
];

function deskFor(ctx: ModuleContext, config: IdentityConfig): Desk {
  const { db, clock, ids } = ctx;
  return { db, clock, ids, config, trail: createAuditTrail(db, clock, ids), authenticator: new Authenticator(db, clock, config) };
}

/** Identity with figures of its own; those left out are the defaults. */
export const identityModule = (settings: Partial<IdentityConfig> = {}): ModuleDefinition =>
  defineModule({
    name: 'identity',
    needs: [],
    migrations: new URL('./migrations/', import.meta.url),
    start(ctx) {
      const desk = deskFor(ctx, { ...identityDefaults, ...settings });
      return {
        offers: [{ what: identity, impl: offered(desk) }],
        routes: [...sessionRoutes(desk), ...userRoutes(desk), ...unitRoutes(desk), ...tokenRoutes(desk), ...auditRoutes(desk)],
        jobs: jobs(desk),
      };
    },
  });
