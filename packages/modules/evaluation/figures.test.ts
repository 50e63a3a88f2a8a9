import { describe } from 'vitest';
import { figuresSuite } from './figures.suite.ts';

describe('figures of cases with random lives, embedded', () => figuresSuite('pglite', 60));
