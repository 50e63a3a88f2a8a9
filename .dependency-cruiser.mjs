/**
 * Who may import whom: the table of ARCHITECTURE.md §4 as rules. `npm run check` runs them and proves with a planted violation
 * for every rule that each still catches something (checks/architecture.ts).
 */
const kernel = '^packages/kernel/';
const ports = '^packages/platform/ports/';
const adapters = '^packages/platform/adapters/';
const platform = '^packages/platform/';
const modules = '^packages/modules/';
const gateways = '^packages/gateways/';
const testkit = '^packages/testkit/';
/** Tests, and what only tests import. */
const test = '(\\.(test|fixture|suite)|-suite)\\.tsx?$';
const web = '^(apps/(web|field|public)/(?!vite\\.config)|packages/modules/[^/]+/web/)';
const npm = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  // A cycle of types alone is gone when the program runs.
  { name: 'no-cycles', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  { name: 'everything-resolves', from: {}, to: { couldNotResolve: true } },
  { name: 'kernel-imports-nothing', from: { path: kernel, pathNot: test }, to: { pathNot: kernel } },
  { name: 'kernel-tests-import-little', from: { path: `${kernel}.*${test}` }, to: { path: '^(packages/(?!kernel/)|apps/|e2e/|bench/)' } },
  { name: 'jt808-stands-alone', from: { path: '^packages/jt808/', pathNot: test }, to: { pathNot: '^packages/jt808/' } },
  { name: 'ports-import-kernel-only', from: { path: ports, pathNot: test }, to: { pathNot: `^packages/(kernel|platform/ports)/` } },
  {
    name: 'adapters-only-in-city',
    from: { pathNot: `^(packages/platform/adapters|packages/testkit|apps/city|bench|e2e)/|^packages/platform/.*${test}` },
    to: { path: adapters },
  },
  {
    name: 'drivers-only-in-adapters',
    from: { pathNot: `${adapters}|${testkit}|^(bench|e2e)/|${test}` },
    to: { path: npm('pg', 'pg-copy-streams', '@electric-sql', '@nats-io') },
  },
  { name: 'fastify-only-in-http', from: { pathNot: `^packages/platform/http/|${testkit}` }, to: { path: npm('fastify', '@fastify') } },
  {
    name: 'platform-knows-no-module',
    from: { path: platform, pathNot: test },
    to: { path: '^(packages/(modules|gateways|jt808)|apps|e2e|bench)/' },
  },
  {
    name: 'modules-meet-at-contracts',
    from: { path: `${modules}([^/]+)/`, pathNot: test },
    to: { path: modules, pathNot: '^packages/modules/($1/|[^/]+/contract\\.ts$|[^/]+$)' },
  },
  { name: 'modules-know-no-gateway-or-app', from: { path: modules }, to: { path: `${gateways}|^(apps|e2e|bench)/` } },
  {
    name: 'modules-use-few-packages',
    from: { path: modules, pathNot: `${test}|/web/` },
    to: { path: 'node_modules/', pathNot: npm('zod', 'sql-template-tag', 'pino', 'csv-parse', 'exceljs', 'pdfkit', 'node') },
  },
  {
    name: 'contracts-stay-light',
    from: { path: '/contract\\.ts$' },
    to: {
      pathNot: `^packages/(kernel/|platform/ports/|platform/runtime/(module|scope|error-codes)\\.ts$|modules/[^/]+/contract\\.ts$)|${npm('zod')}`,
    },
  },
  { name: 'gateways-know-no-module', from: { path: gateways, pathNot: test }, to: { path: `${modules}|${adapters}|^(apps|e2e|bench)/` } },
  {
    name: 'web-sees-kernel-and-contracts',
    from: { path: web, pathNot: test },
    to: { path: '^(packages|apps/city)/', pathNot: '^packages/(kernel/|modules/[^/]+/(contract\\.ts$|web/))' },
  },
  { name: 'nobody-imports-the-city', from: { pathNot: '^(apps/city|bench|e2e|checks)/' }, to: { path: '^apps/city/' } },
  {
    name: 'testkit-only-in-tests',
    from: { pathNot: `${test}|${testkit}|^(bench|e2e)/|^vitest\\.config\\.ts$` },
    to: { path: testkit },
  },
  { name: 'tests-are-leaves', from: {}, to: { path: '\\.test\\.tsx?$' } },
];

export default {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.chengmai|\\.vite)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
