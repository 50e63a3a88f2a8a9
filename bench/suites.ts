import type { Suite } from './suite.ts';
import { cases } from './suites/cases.ts';

/** In the order in which `all` runs them. */
export const suites: readonly Suite[] = [cases];
