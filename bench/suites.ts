import type { Suite } from './suite.ts';
import { areas } from './suites/areas.ts';
import { cases } from './suites/cases.ts';
import { evaluation } from './suites/evaluation.ts';
import { faults } from './suites/faults.ts';
import { importing } from './suites/import.ts';
import { kernel } from './suites/kernel.ts';
import { live } from './suites/live.ts';

/** In the order in which `all` runs them. */
export const suites: readonly Suite[] = [kernel, areas, cases, live, evaluation, importing, faults];
