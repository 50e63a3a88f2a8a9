import { anonymous } from '@chengmai/platform/http/authentication.ts';
import { localeOf } from '@chengmai/platform/http/locale.ts';
import type { Clock } from '@chengmai/platform/ports/clock.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { Authenticate, Authentication, Caller, RequestHeaders } from '@chengmai/platform/runtime/scope.ts';
import type { IdentityConfig } from './config.ts';
import { areasBoth, scopeOf } from './role-reach.ts';
import { cookieValue, csrfOf, secretHash, sessionCookie, tokenPrefix } from './secrets.ts';
import { type Credential, noteSessionSeen, noteTokenUsed, sessionBySecret, tokenBySecret } from './session-store.ts';

type Kind = 'session' | 'token';

interface Known {
  readonly credential: Credential | null;
  readonly caller: Omit<Caller, 'locale' | 'address'> | null;
  readonly readAtMs: number;
}

const maxKnown = 20_000;
/** "Last seen" is precise to a minute: one write a minute and session, not one a request. */
const seenEveryMs = 60_000;

/** Who the holder of a credential is: the person, or the part of the person that a token may act for. */
function callerOf(kind: Kind, credential: Credential): Omit<Caller, 'locale' | 'address'> {
  const { user, tokenRoles, tokenAreas, subtree } = credential;
  // Roles are met with what the person holds now: a token does not outlive a lost role.
  const roles = tokenRoles === null ? user.roles : user.roles.filter((role) => tokenRoles.includes(role));
  const areas = tokenAreas === null ? user.areas : areasBoth(user.areas, tokenAreas);
  return { kind, userId: user.id, name: user.name, roles, unitId: user.unitId, scope: scopeOf({ userId: user.id, roles, areas, subtree }) };
}

export class Authenticator {
  readonly #q: Queryable;
  readonly #clock: Clock;
  readonly #config: IdentityConfig;
  /** Secret hash → what was read. Also of unknown secrets, so that guessing does not load the database. */
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, Promise<Known>>();
  #generation = 0;

  constructor(q: Queryable, clock: Clock, config: IdentityConfig) {
    this.#q = q;
    this.#clock = clock;
    this.#config = config;
  }

  /** Forgets what was read, after a change in this process; other processes forget within `cacheMs`. */
  forget(): void {
    this.#generation += 1;
    this.#known.clear();
    this.#reading.clear();
  }

  readonly authenticate: Authenticate = async (headers, address, passive = false) => {
    const { authorization } = headers;
    if (authorization !== undefined) return this.#byToken(authorization, headers, address);
    const secret = cookieValue(headers.cookie, sessionCookie);
    const nobody = anonymously(headers, address);
    if (secret === null || secret === '') return nobody;
    const known = await this.#look('session', secret, passive);
    return known === null ? nobody : this.#authentication(known, headers, address, { id: known.credential.id, csrf: csrfOf(secret) });
  };

  async #byToken(authorization: string, headers: RequestHeaders, address: string): Promise<Authentication> {
    const secret = /^Bearer\s+(\S{20,200})$/i.exec(authorization)?.[1];
    const known = secret?.startsWith(tokenPrefix) ? await this.#look('token', secret, false) : null;
    if (known === null) return { ...anonymously(headers, address), refused: true };
    return this.#authentication(known, headers, address, null);
  }

  #authentication(
    known: { credential: Credential; caller: Omit<Caller, 'locale' | 'address'> },
    headers: RequestHeaders,
    address: string,
    session: Authentication['session'],
  ): Authentication {
    const locale = known.credential.user.locale ?? localeOf(headers['accept-language']);
    const mustChangePassword = session !== null && known.credential.user.mustChangePassword;
    return { caller: { ...known.caller, locale, address }, session, mustChangePassword, refused: false };
  }

  async #look(
    kind: Kind,
    secret: string,
    passive: boolean,
  ): Promise<{ credential: Credential; caller: NonNullable<Known['caller']> } | null> {
    const key = secretHash(secret);
    let known = this.#known.get(key);
    if (known === undefined || performance.now() - known.readAtMs > this.#config.cacheMs) known = await this.#read(kind, key);
    const { credential, caller } = known;
    if (credential === null || caller === null || !this.#isGood(kind, credential)) return null;
    if (!passive) await this.#noteSeen(kind, key, credential);
    return { credential, caller };
  }

  #isGood(kind: Kind, credential: Credential): boolean {
    const now = this.#clock.now();
    if (credential.revokedAt !== null || credential.user.disabled || credential.expiresAt <= now) return false;
    const idleMs = this.#config.sessionIdleMinutes * 60_000;
    return kind === 'token' || credential.seenAt === null || now - credential.seenAt < idleMs;
  }

  async #noteSeen(kind: Kind, key: string, credential: Credential): Promise<void> {
    const now = this.#clock.now();
    if (credential.seenAt !== null && now - credential.seenAt < seenEveryMs) return;
    const known = this.#known.get(key);
    // Before the write, so that of many requests at once only one writes.
    if (known?.credential === credential) this.#known.set(key, { ...known, credential: { ...credential, seenAt: now } });
    await (kind === 'session' ? noteSessionSeen : noteTokenUsed)(this.#q, credential.id, now);
  }

  /** One query for all requests that wait for the same secret. */
  #read(kind: Kind, key: string): Promise<Known> {
    const running = this.#reading.get(key);
    if (running) return running;
    const reading = this.#readNow(kind, key).finally(() => {
      if (this.#reading.get(key) === reading) this.#reading.delete(key);
    });
    this.#reading.set(key, reading);
    return reading;
  }

  async #readNow(kind: Kind, key: string): Promise<Known> {
    // The age counts from before the query: what changed meanwhile may not be in it.
    const readAtMs = performance.now();
    const generation = this.#generation;
    const credential = await (kind === 'session' ? sessionBySecret : tokenBySecret)(this.#q, key);
    const known = { credential, caller: credential === null ? null : callerOf(kind, credential), readAtMs };
    if (this.#known.size >= maxKnown) this.#known.clear();
    // Forgotten meanwhile: what was read may be from before the change.
    if (generation === this.#generation) this.#known.set(key, known);
    return known;
  }
}

const anonymously = (headers: RequestHeaders, address: string): Authentication => ({
  caller: anonymous(address, localeOf(headers['accept-language'])),
  session: null,
  mustChangePassword: false,
  refused: false,
});
