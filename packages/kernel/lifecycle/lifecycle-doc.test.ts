import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACTION_IDS } from './actions.ts';
import { lifecycleDiagram } from './diagram.ts';
import { lifecycleDoc } from './lifecycle-doc.ts';
import { STATE_IDS } from './states.ts';

const CHECKED_IN = new URL('../../../docs/reference/lifecycle.md', import.meta.url);

describe('the lifecycle page', () => {
  it('is the checked-in docs/reference/lifecycle.md; BLESS=1 writes it anew', () => {
    if (process.env.BLESS) writeFileSync(CHECKED_IN, lifecycleDoc());
    expect(readFileSync(CHECKED_IN, 'utf8')).toBe(lifecycleDoc());
  });

  it('names every action and every state', () => {
    const page = lifecycleDoc();
    for (const id of [...ACTION_IDS, ...STATE_IDS]) expect(page).toContain(`\`${id}\``);
  });

  it('draws an arrow into every state and out of every state', () => {
    for (const language of ['zh', 'en'] as const) {
      const diagram = lifecycleDiagram(language);
      for (const id of STATE_IDS.filter((state) => state !== 'voided' && state !== 'force_closed')) {
        expect(diagram).toMatch(new RegExp(`--> ${id}:`));
        expect(diagram).toMatch(new RegExp(`  ${id} -->`));
      }
    }
  });
});
