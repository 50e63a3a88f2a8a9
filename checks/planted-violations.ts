/** One forbidden import for every rule of .dependency-cruiser.mjs, and a few allowed ones (`innocent.ts`) that must pass. */
export const plantedViolations: { readonly files: Readonly<Record<string, string>>; readonly packages: readonly string[] } = {
  packages: ['pg', 'fastify', 'zod', 'exceljs'],
  files: {
    'package.json': '{ "name": "planted", "type": "module" }',
    'packages/kernel/leaf.ts': 'export const leaf = 1;',
    'packages/kernel/impure.ts': "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('x', 'utf8');",
    'packages/kernel/curious.test.ts': "import '../platform/runtime/run.ts';",
    'packages/kernel/cycle-a.ts': "import { b } from './cycle-b.ts';\nexport const a = () => b;",
    'packages/kernel/cycle-b.ts': "import { a } from './cycle-a.ts';\nexport const b = () => a;",
    'packages/kernel/lost.ts': "export { nothing } from './nowhere.ts';",
    'packages/jt808/frame.ts': "export { leaf } from '../kernel/leaf.ts';",
    'packages/platform/ports/db.ts': "export { run } from '../runtime/run.ts';",
    'packages/platform/runtime/run.ts':
      "export const run = 1;\nexport type { Pool } from 'pg';\nexport type { FastifyInstance } from 'fastify';",
    'packages/platform/runtime/wires.ts':
      "export { open } from '../adapters/db/open.ts';\nexport { mine } from '../../modules/cases/store.ts';",
    'packages/platform/adapters/db/open.ts': 'export const open = 1;',
    'packages/platform/adapters/db/innocent.ts': "export { Pool } from 'pg';\nexport { leaf } from '../../../kernel/leaf.ts';",
    'packages/modules/cases/store.ts': "export const mine = 1;\nexport { theirs } from '../areas/store.ts';",
    'packages/modules/cases/innocent.ts':
      "export { word } from '../areas/contract.ts';\nexport { z } from 'zod';\nexport { mine } from './store.ts';",
    'packages/modules/cases/greedy.ts': "export { default } from 'fastify';\nexport { bytes } from '../../gateways/open311/bytes.ts';",
    'packages/modules/cases/contract.ts': "export { mine } from './store.ts';",
    'packages/modules/cases/leans.ts': "import '../../testkit/factory.ts';\nimport './leaf.test.ts';",
    'packages/modules/cases/leaf.test.ts': "import '../../testkit/factory.ts';",
    'packages/modules/areas/store.ts': 'export const theirs = 1;',
    'packages/modules/areas/contract.ts': 'export const word = 1;',
    'packages/gateways/open311/bytes.ts': "export const bytes = 1;\nexport { mine } from '../../modules/cases/store.ts';",
    'packages/testkit/factory.ts': 'export const factory = 1;',
    'apps/web/src/page.ts': "export { run } from '../../../packages/platform/runtime/run.ts';\nexport { main } from '../../city/main.ts';",
    'apps/web/src/innocent.ts': "export { word } from '../../../packages/modules/areas/contract.ts';",
    'apps/city/main.ts': 'export const main = 1;',
    'apps/city/innocent.ts': "export { open } from '../../packages/platform/adapters/db/open.ts';",
  },
};
