import { AsyncLocalStorage } from 'node:async_hooks';

interface Scope {
  readonly db: object;
  readonly outer: Scope | undefined;
  open: boolean;
}

const running = new AsyncLocalStorage<Scope>();

/**
 * Catches a store that uses the outer Db inside a transaction: it would hang on PGlite (one session) and silently run
 * outside the transaction on a pool. Work that outlives the transaction it was started in is free again when that ends.
 */
export async function insideTx<T>(db: object, work: () => Promise<T>): Promise<T> {
  const scope: Scope = { db, outer: running.getStore(), open: true };
  try {
    return await running.run(scope, work);
  } finally {
    scope.open = false;
  }
}

/** Throws when called from inside an open transaction of `db`. */
export function refuseInsideTx(db: object, what: string): void {
  for (let scope = running.getStore(); scope; scope = scope.outer) {
    if (scope.open && scope.db === db)
      throw new Error(`bug: ${what} on the outer Db inside a transaction; pass \`tx\` to the store function instead`);
  }
}
