/** `npm run check`: everything that can be known in seconds without a server. `--json FILE` also writes the counts for a program. */
import { writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { architecture, architectureCheckWorks } from './architecture.ts';
import { type Check, root, runTool, toolCheck } from './finding.ts';
import { lockFile } from './lock-file.ts';
import { trackedFiles } from './tracked-files.ts';

const { values } = parseArgs({ options: { json: { type: 'string' }, 'without-tests': { type: 'boolean', default: false } } });

/** The fast tests; each of them counts by itself. */
const unitTests: Check & { counts: { passed: number; failed: number; skipped: number } } = {
  name: 'unit tests',
  counts: { passed: 0, failed: 0, skipped: 0 },
  async run() {
    const report = join(root, '.chengmai', `unit-${process.pid}.json`);
    const args = ['run', '--project', 'unit', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code, text } = await runTool('vitest', args, 600);
    const counted = await readFile(report, 'utf8').then(JSON.parse, () => null);
    await rm(report, { force: true });
    if (counted) this.counts = { passed: counted.numPassedTests, failed: counted.numFailedTests, skipped: counted.numPendingTests };
    const skipped = text.split('\n').filter((line) => /^\s*↓/.test(line));
    return { problems: code === 0 ? [] : [text.trim()], notes: [`${this.counts.passed} passed`, ...skipped] };
  },
};

/** Unused files and unlisted packages fail; unused exports and dependencies are only told (knip.json says which is which). */
const unusedCode: Check = {
  name: 'unused files, exports and dependencies',
  async run() {
    const { code, text } = await runTool('knip', ['--no-progress', '--reporter=compact', '--no-config-hints']);
    return code === 0 ? { problems: [], notes: text.trim() ? [`\n${text.trim()}`] : [] } : { problems: [text.trim()] };
  },
};

const checks: readonly Check[] = [
  toolCheck('types', 'tsc', ['-p', '.']),
  toolCheck('format and lint', 'biome', ['check', '--error-on-warnings', '--diagnostic-level=warn', '--max-diagnostics=60', '.']),
  architecture,
  architectureCheckWorks,
  trackedFiles,
  lockFile,
  unusedCode,
  ...(values['without-tests'] ? [] : [unitTests]),
];

const total = { passed: 0, failed: 0, skipped: 0 };
for (const check of checks) {
  const started = performance.now();
  const { problems, notes = [] } = await check.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${problems.length ? '✗' : '✓'} ${check.name} (${seconds} s)${notes.length ? ` — ${notes.join('; ')}` : ''}`);
  for (const problem of problems) console.log(problem.replace(/^/gm, '    '));
  if (check !== unitTests) total[problems.length ? 'failed' : 'passed'] += 1;
  else if (problems.length && unitTests.counts.failed === 0) total.failed += 1;
}
for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += unitTests.counts[key];
if (values.json) writeFileSync(values.json, JSON.stringify(total));
else console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
