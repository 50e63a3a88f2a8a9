import { testDb } from '@chengmai/testkit/database.ts';
import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { afterAll, beforeAll } from 'vitest';
import type { Db } from '../ports/db.ts';
import { handlersSuite } from './handlers-suite.ts';
import { outboxSuite } from './outbox-suite.ts';

describeWith(['postgres'], 'on PostgreSQL', () => {
  let db: Db;
  beforeAll(async () => {
    db = await testDb('postgres');
  });
  afterAll(() => db.close());
  outboxSuite(() => db);
  handlersSuite(() => db);
});
