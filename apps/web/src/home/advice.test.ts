import { ROLE_IDS } from '@chengmai/kernel/lifecycle/roles.ts';
import { describe, expect, it } from 'vitest';
import { adviceFor } from './advice.ts';

describe('what to do next', () => {
  it('names overdue work before everything else, for every post', () => {
    for (const role of ROLE_IDS) expect(adviceFor([role], [{ count: 3, red: 1 }])).toBe('advice.red');
  });

  it('says that all is done when every queue is empty', () => {
    expect(adviceFor(['dispatcher'], [{ count: 0, red: 0 }])).toBe('advice.clear');
  });

  it('otherwise says what the post is there for', () => {
    expect(adviceFor(['handler'], [{ count: 2, red: 0 }])).toBe('advice.handler');
  });
});
