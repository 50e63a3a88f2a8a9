import { describe, expect, it } from 'vitest';
import { identityDefaults } from './config.ts';
import { hashPassword, isWeaker, verifyPassword } from './password.ts';
import { passwordProblem } from './password-policy.ts';

const cheap = { memoryKib: 64, passes: 1, parallelism: 1 };

describe('password hashes', () => {
  it('verify the right password only, each with a salt of its own', async () => {
    const [one, two] = [await hashPassword('城市-lantern', cheap), await hashPassword('城市-lantern', cheap)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('城市-lantern', one)).toBe(true);
    expect(await verifyPassword('城市-lanterm', one)).toBe(false);
  });

  it('agree with the reference implementation (test vector of phc-winner-argon2, argon2id v1.3, t=2, m=2^16, p=1)', async () => {
    const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPassword('password', reference)).toBe(true);
    expect(await verifyPassword('differentpassword', reference)).toBe(false);
  });

  it('take the same characters in another composition for the same', async () => {
    expect(await verifyPassword('e\u0301tang-lantern', await hashPassword('\u00e9tang-lantern', cheap))).toBe(true);
  });

  it.each(['', 'plain', '$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA', '$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA'])(
    'are nobody’s when unreadable: %j',
    async (stored) => {
      expect(await verifyPassword('x', stored)).toBe(false);
    },
  );

  it('are weaker when any cost is below what is asked for', async () => {
    const stored = await hashPassword('x', cheap);
    expect(isWeaker(stored, cheap)).toBe(false);
    expect(isWeaker(stored, { ...cheap, passes: 2 })).toBe(true);
    expect(isWeaker(stored, identityDefaults.argon2)).toBe(true);
  });
});

describe('the password policy', () => {
  it.each([
    ['short', '太短'],
    ['九个汉字也还是太短', '太短'],
    ['x'.repeat(5) + 'abcdefghij'.repeat(13), '太长'],
    ['my-Zhang.san-1', '含有账号'],
    ['Admin@123456', '过于常见'],
    ['5201314520', '过于常见'],
    ['aabbaabbaabb', '不同的字符太少'],
    ['abcdefghijklm', '是连续的字符'],
    ['zyxwvutsrqpo', '是连续的字符'],
  ])('refuses %j: %s', (password, problem) => {
    expect(passwordProblem(password, 'zhang.san', 10)).toMatchObject({ problem });
  });

  it.each(['quiet-river-lantern', '清江渔火对愁眠十字足', 'aT9$kfw0zQ', 'correct horse battery'])('accepts %j', (password) => {
    expect(passwordProblem(password, 'zhang.san', 10)).toBeNull();
  });
});
