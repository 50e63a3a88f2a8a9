import { describeWith } from '@chengmai/testkit/describe-with.ts';
import { figuresSuite } from './figures.suite.ts';

describeWith(['postgres'], 'figures of cases with random lives, PostgreSQL', () => figuresSuite('postgres', 120));
