/** Figures of identity that a city may set. Times as their names say. */
export interface IdentityConfig {
  /** argon2id costs, RFC 9106. A stored hash with weaker ones is renewed at the next sign-in. */
  readonly argon2: { readonly memoryKib: number; readonly passes: number; readonly parallelism: number };
  readonly passwordMinLength: number;
  /** How many former passwords may not come back. */
  readonly passwordHistory: number;
  /** Failures in a row that lock an account. */
  readonly accountAttempts: number;
  /** The same per address; higher, because a whole office may share one. */
  readonly addressAttempts: number;
  readonly lockMinutes: number;
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
  /** How long a look-up may be reused: a revocation elsewhere is respected within this time. */
  readonly cacheMs: number;
}

/** OWASP's first choice for argon2id (19 MiB, 2 passes): about 50 ms on one 2020s core. */
export const identityDefaults: IdentityConfig = {
  argon2: { memoryKib: 19_456, passes: 2, parallelism: 1 },
  passwordMinLength: 10,
  passwordHistory: 5,
  accountAttempts: 5,
  addressAttempts: 20,
  lockMinutes: 15,
  sessionIdleMinutes: 240,
  sessionHours: 24,
  cacheMs: 3000,
};
