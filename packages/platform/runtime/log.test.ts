import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

describe('the log', () => {
  it('never carries secrets or personal data, at whatever depth they are handed in', () => {
    const written: string[] = [];
    const log = createLog({ destination: { write: (line) => void written.push(line) } });
    log.info(
      {
        password: 'geheim1',
        user: { token: 'geheim2', name: 'Zhang' },
        request: { headers: { cookie: 'geheim3', authorization: 'geheim4' } },
      },
      'hello',
    );
    log.child({ module: 'cases' }).warn({ reporterPhone: 'geheim5' }, 'hello');
    expect(written.join()).toContain('Zhang');
    expect(written.join()).not.toContain('geheim');
  });
});
