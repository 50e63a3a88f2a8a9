import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configReference, readConfig } from './config.ts';

const checkedIn = new URL('../../../docs/reference/config.md', import.meta.url);

describe('the settings', () => {
  it('have defaults for everything', () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: null,
      natsUrl: null,
      dataDir: '.chengmai',
      port: 8080,
      host: '127.0.0.1',
      logLevel: 'info',
    });
  });
  it('come from the environment, and options win', () => {
    const env = { DATABASE_URL: 'postgres://u:p@db:5432/city', CHENGMAI_PORT: '9000', CHENGMAI_HOST: '' };
    expect(readConfig(env, { port: 0 })).toMatchObject({ databaseUrl: 'postgres://u:p@db:5432/city', port: 0, host: '127.0.0.1' });
  });
  it.each([
    ['CHENGMAI_PORT', '70000'],
    ['CHENGMAI_PORT', 'http'],
    ['DATABASE_URL', 'mysql://db/city'],
    ['NATS_URL', 'localhost'],
    ['CHENGMAI_METRICS_TOKEN', 'short'],
    ['CHENGMAI_LOG_LEVEL', 'loud'],
  ])('refuse %s=%s in one sentence that names it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(name) }),
    );
  });
  it('are described in the checked-in docs/reference/config.md; BLESS=1 writes it anew', () => {
    if (process.env.BLESS) writeFileSync(checkedIn, configReference());
    expect(readFileSync(checkedIn, 'utf8')).toBe(configReference());
  });
});
