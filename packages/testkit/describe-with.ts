import { describe, it } from 'vitest';
import { missing, type Server } from './requirements.ts';

/**
 * A suite that needs real servers. Where one is missing the suite is skipped and its name says the command that un-skips it;
 * with CI=true it fails instead.
 */
export function describeWith(servers: readonly Server[], name: string, suite: () => void): void {
  const commands = servers.map((server) => missing[server]()).filter((command) => command !== null);
  if (commands.length === 0) {
    describe(name, suite);
    return;
  }
  const reason = `${name} [needs: ${commands.join('; ')}]`;
  if (process.env.CI !== 'true') {
    describe.skip(reason, suite);
    return;
  }
  describe(reason, () => {
    it('has the servers it needs', () => {
      throw new Error(`install them first: ${commands.join('; ')}`);
    });
  });
}
