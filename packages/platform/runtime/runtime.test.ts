import { testDb } from '@chengmai/testkit/database.ts';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Db } from '../ports/db.ts';
import { handlersSuite } from './handlers-suite.ts';
import { outboxSuite } from './outbox-suite.ts';

describe('on the embedded database', () => {
  let db: Db;
  beforeAll(async () => {
    db = await testDb('pglite');
  }, 120_000);
  afterAll(() => db.close());
  outboxSuite(() => db);
  handlersSuite(() => db);
});
