import type { Result } from '@chengmai/kernel/result.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import { offer } from '@chengmai/platform/runtime/module.ts';
import { type Audit, type Authenticate, type Role, roles, type Scope } from '@chengmai/platform/runtime/scope.ts';
import { z } from 'zod';

export const unitKinds = ['centre', 'department', 'team', 'street'] as const;
export type UnitKind = (typeof unitKinds)[number];

const iso = z.iso.datetime({ offset: true });
const RoleId = z.enum(roles);
export const locales = ['zh', 'en'] as const;
export const themes = ['light', 'dark', 'system'] as const;

/** An organisation 机构: the centre 监督指挥中心, a department 专业部门, its teams 班组, a street office 街道. */
export const Unit = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  name: z.string(),
  nameEn: z.string().nullable(),
  kind: z.enum(unitKinds),
  /** Unified social credit code 统一社会信用代码, GB 32100. */
  creditCode: z.string().nullable(),
  /** The division it works in; `null` for the whole city. */
  areaCode: z.string().nullable(),
  /** Ids from the root to itself: `/centre/dept-water/team-3/`. */
  path: z.string(),
  disabled: z.boolean(),
  /** `city`, or the import that brought it. */
  origin: z.string(),
  synthetic: z.boolean(),
  version: z.int(),
});
export type Unit = z.infer<typeof Unit>;

/** A person with an account 人员. `phone` is masked (138****1234) in lists; the full number is read one by one, and audited. */
export const User = z.object({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  roles: z.array(RoleId),
  unitId: z.string().nullable(),
  unitName: z.string().nullable(),
  /** Division code prefixes that the person works in; empty: the whole city, as far as the role allows. */
  areas: z.array(z.string()),
  locale: z.enum(locales).nullable(),
  theme: z.enum(themes).nullable(),
  mustChangePassword: z.boolean(),
  disabled: z.boolean(),
  synthetic: z.boolean(),
  version: z.int(),
  createdAt: iso,
  signedInAt: iso.nullable(),
});
export type User = z.infer<typeof User>;
export const UserPage = z.object({ items: z.array(User), next: z.string().nullable() });

/** What other modules need of a person. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly unitId: string | null;
  readonly areas: readonly string[];
  readonly disabled: boolean;
}

const ScopeView = z.object({ areas: z.array(z.string()), units: z.array(z.string()).nullable(), ownOnly: z.boolean() });

/** GET and POST /api/session. Signed out: both `null`. `csrfToken` goes into the X-CSRF-Token header of every change. */
export const Session = z.object({
  user: z
    .object({
      id: z.string(),
      account: z.string(),
      name: z.string(),
      roles: z.array(RoleId),
      unitId: z.string().nullable(),
      unitName: z.string().nullable(),
      mustChangePassword: z.boolean(),
      locale: z.enum(locales).nullable(),
      theme: z.enum(themes).nullable(),
      scope: ScopeView,
    })
    .nullable(),
  csrfToken: z.string().nullable(),
});
export type Session = z.infer<typeof Session>;

export const SignIn = z.object({ account: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) });

/** One of the caller's own sign-ins. */
export const SessionView = z.object({
  id: z.string(),
  createdAt: iso,
  seenAt: iso,
  expiresAt: iso,
  address: z.string(),
  agent: z.string(),
  current: z.boolean(),
});

export const Preferences = z.object({ locale: z.enum(locales).nullable().optional(), theme: z.enum(themes).nullable().optional() });
export const PasswordChange = z.object({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) });

const account = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u);
const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d -]{5,20}$/);
export const AreaPrefix = z.string().regex(/^[\w:.-]{0,40}$/);

export const NewUser = z.object({
  account,
  name: z.string().trim().min(1).max(60),
  phone: phone.nullable().default(null),
  roles: z.array(RoleId).min(1).max(10),
  unitId: z.string().max(100).nullable().default(null),
  areas: z.array(AreaPrefix).max(200).default([]),
  locale: z.enum(locales).nullable().default(null),
  /** Without one the account cannot sign in until an administrator sets it. */
  password: z.string().max(200).nullable().default(null),
  mustChangePassword: z.boolean().default(true),
});
export type NewUser = z.infer<typeof NewUser>;

export const UserChange = z.object({
  version: z.int(),
  name: z.string().trim().min(1).max(60).optional(),
  phone: phone.nullable().optional(),
  roles: z.array(RoleId).min(1).max(10).optional(),
  unitId: z.string().max(100).nullable().optional(),
  areas: z.array(AreaPrefix).max(200).optional(),
  disabled: z.boolean().optional(),
});
export type UserChange = z.infer<typeof UserChange>;

const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/);

export const NewUnit = z.object({
  /** A natural code where there is one; made otherwise. */
  id: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  parentId: z.string().max(100).nullable().default(null),
  name: z.string().trim().min(1).max(100),
  nameEn: z.string().trim().max(200).nullable().default(null),
  kind: z.enum(unitKinds),
  creditCode: creditCode.nullable().default(null),
  areaCode: AreaPrefix.nullable().default(null),
});
export type NewUnit = z.infer<typeof NewUnit>;

export const UnitChange = z.object({
  version: z.int(),
  parentId: z.string().max(100).nullable().optional(),
  name: z.string().trim().min(1).max(100).optional(),
  nameEn: z.string().trim().max(200).nullable().optional(),
  kind: z.enum(unitKinds).optional(),
  creditCode: creditCode.nullable().optional(),
  areaCode: AreaPrefix.nullable().optional(),
  disabled: z.boolean().optional(),
});
export type UnitChange = z.infer<typeof UnitChange>;

/** A key for a program. The secret itself is shown once, when it is made. */
export const ApiToken = z.object({
  id: z.string(),
  name: z.string(),
  userId: z.string(),
  userName: z.string(),
  roles: z.array(RoleId),
  areas: z.array(z.string()),
  createdAt: iso,
  expiresAt: iso,
  usedAt: iso.nullable(),
  revokedAt: iso.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

export const NewToken = z.object({
  name: z.string().trim().min(1).max(100),
  /** A part of one's own roles. */
  roles: z.array(RoleId).min(1).max(10),
  /** A part of one's own areas; empty: all of them. */
  areas: z.array(AreaPrefix).max(200).default([]),
  days: z.int().min(1).max(366).default(90),
});
/** `secret` is `null` when the same request is repeated: it was shown already. */
export const MadeToken = z.object({ token: ApiToken, secret: z.string().nullable() });

/** One line of the audit trail 审计. `seal`: the number of the hash-chain seal that covers it, `null` for the newest lines. */
export const AuditLine = z.object({
  id: z.string(),
  at: iso,
  actorId: z.string(),
  actorName: z.string(),
  actorRoles: z.array(z.string()),
  via: z.enum(['session', 'token', 'anonymous', 'system']),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  address: z.string(),
  trace: z.string(),
  seal: z.int().nullable(),
});
export type AuditLine = z.infer<typeof AuditLine>;
export const AuditPage = z.object({ items: z.array(AuditLine), next: z.string().nullable() });

export const RoleView = z.object({ id: RoleId, zh: z.string(), en: z.string(), reach: z.enum(['city', 'unit', 'own']) });

/** What the identity module does for others. Names and phones never go to events or logs from here. */
export interface Identity {
  readonly authenticate: Authenticate;
  readonly audit: Audit;
  user(q: Queryable, id: string): Promise<Person | null>;
  users(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /** Enabled holders of a role, by name; narrowed to what a scope sees, to a unit's subtree, to those responsible for an area. */
  usersByRole(
    q: Queryable,
    role: Role,
    within?: { readonly scope?: Scope; readonly unitId?: string; readonly areaCode?: string },
  ): Promise<readonly Person[]>;
  unit(q: Queryable, id: string): Promise<Unit | null>;
  /** Every unit, parents before children, disabled ones included. */
  units(q: Queryable): Promise<readonly Unit[]>;
  /** The unit and everything under it. */
  unitSubtree(q: Queryable, id: string): Promise<readonly string[]>;
  /** Enabled dispatchers who are responsible for an area. */
  dutyDispatchers(q: Queryable, areaCode: string | null): Promise<readonly Person[]>;
  /** For seeds and the command line. Refuses `identity.account_taken`, `identity.unknown_unit`, `identity.password_weak` … */
  createUser(tx: Tx, input: z.input<typeof NewUser> & { id?: string; synthetic?: boolean }): Promise<Result<Person>>;
  createUnit(tx: Tx, input: z.input<typeof NewUnit> & { origin?: string; synthetic?: boolean }): Promise<Result<Unit>>;
  /** Units that an import met, by name: known ones are reused, others created under `origin`. Name → unit id. Idempotent. */
  ensureUnits(
    tx: Tx,
    origin: string,
    rows: readonly { name: string; kind: UnitKind; parentId?: string | null }[],
  ): Promise<ReadonlyMap<string, string>>;
  /** For the command line: a new password, without the old one. Ends the person's sessions. */
  setPassword(tx: Tx, userId: string, password: string, mustChange: boolean): Promise<Result<null>>;
  userByAccount(q: Queryable, account: string): Promise<Person | null>;
}
export const identity = offer<Identity>('identity');
