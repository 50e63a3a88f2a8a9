import { areasModule } from '@chengmai/modules/areas/module.ts';
import { casesModule } from '@chengmai/modules/cases/module.ts';
import { catalogueModule } from '@chengmai/modules/catalogue/module.ts';
import { evaluationModule } from '@chengmai/modules/evaluation/module.ts';
import { identityModule } from '@chengmai/modules/identity/module.ts';
import type { ModuleDefinition } from '@chengmai/platform/runtime/module.ts';

/** The organs of this city platform. Taking a line out and deleting its folder removes one. */
export const modules: readonly ModuleDefinition[] = [identityModule(), areasModule, catalogueModule, casesModule, evaluationModule];
