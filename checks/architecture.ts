import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import rules from '../.dependency-cruiser.mjs';
import { type Check, root } from './finding.ts';
import { plantedViolations } from './planted-violations.ts';

/** Fewer modules than this means that the tool saw nothing (as it does when it finds no TypeScript API), not that all is well. */
const leastModules = 400;
const folders = ['packages', 'apps', 'e2e', 'bench', 'checks'];

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

async function judge(baseDir: string, targets: readonly string[]): Promise<{ seen: number; violations: Violation[] }> {
  const { tsConfig, enhancedResolveOptions, ...options } = rules.options;
  const { output } = await cruise(
    [...targets],
    { ...options, baseDir, validate: true, ruleSet: { forbidden: rules.forbidden as IForbiddenRuleType[] } },
    enhancedResolveOptions,
    { tsConfig: extractTsConfig(join(root, tsConfig.fileName)) },
  );
  const { summary, modules } = output as ICruiseResult;
  const violations = summary.violations.map((v) => ({ rule: v.rule.name, from: v.from, to: v.to }));
  return { seen: modules.filter((m) => !m.coreModule && !m.source.includes('node_modules')).length, violations };
}

export const architecture: Check = {
  name: 'architecture: who may import whom',
  async run() {
    const { seen, violations } = await judge(
      root,
      folders.filter((folder) => existsSync(join(root, folder))),
    );
    const problems = violations.map((v) => `${v.rule}: ${v.from} → ${v.to}`);
    if (seen < leastModules) problems.push(`only ${seen} modules seen, expected at least ${leastModules}: the check is blind`);
    return { problems, notes: [`${seen} modules`] };
  },
};

async function plant(dir: string): Promise<void> {
  for (const [path, text] of Object.entries(plantedViolations.files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  await mkdir(join(dir, 'node_modules'), { recursive: true });
  for (const name of plantedViolations.packages) await symlink(join(root, 'node_modules', name), join(dir, 'node_modules', name));
}

/** A small tree with one violation for every rule must make every rule speak; a rule that stays silent has lost its teeth. */
export const architectureCheckWorks: Check = {
  name: 'architecture: every rule catches its planted violation',
  async run() {
    const dir = await mkdtemp(join(tmpdir(), 'chengmai-planted-'));
    try {
      await plant(dir);
      const { violations } = await judge(dir, ['packages', 'apps']);
      const caught = new Set(violations.map((v) => v.rule));
      const silent = rules.forbidden.map((rule) => rule.name ?? '').filter((name) => !caught.has(name));
      const falseAlarms = violations.filter((v) => v.from.endsWith('/innocent.ts'));
      return {
        problems: [
          ...silent.map((name) => `${name} did not catch its planted violation`),
          ...falseAlarms.map((v) => `${v.rule} accuses the innocent import ${v.from} → ${v.to}`),
        ],
        notes: [`${rules.forbidden.length} rules`],
      };
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};
