import type { Handler } from '@chengmai/platform/runtime/module.ts';
import type { CaseImportedBody } from '../cases/contract.ts';
import type { Desk } from './desk.ts';
import { recordCases } from './record-facts.ts';

/** Facts of imported cases, a chunk of the import at a time. */
export const onCasesImported = (desk: Desk): Handler => ({
  name: 'evaluation.on-cases-imported',
  types: ['cases.imported'],
  async handle(tx, event) {
    await recordCases(desk, tx, (event.body as CaseImportedBody).ids);
  },
});
