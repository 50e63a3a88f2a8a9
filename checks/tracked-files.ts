import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, type Outcome, root, runTool } from './finding.ts';

const binary = /\.(png|jpe?g|webp|gif|woff2?|ttf|otf|xlsx|gz|zip|pdf|ico|pbf|mvt)$/;

/** What may not stand in a tracked file, and where it may nevertheless. The patterns are written so that they do not match themselves. */
const forbidden: readonly { readonly what: string; readonly pattern: RegExp; readonly except?: RegExp }[] = [
  { what: 'address of a package registry', pattern: /registry\.(npm[j]s|yarnpk[g])|deb\.debia[n]\.org|npmmirro[r]/ },
  { what: 'download address in the lock file', pattern: /"resolve[d]": "https?:/ },
  { what: 'absolute path of a machine', pattern: /(^|[\s'"`(=])\/(work|Users|hom[e]\/\w+|roo[t])\// },
  { what: 'private key', pattern: /BEGIN (RSA |EC |OPENSSH )?PRIVATE KE[Y]/ },
  { what: 'unfinished mark without an issue', pattern: /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b(?!.*#\d+)/, except: /\.(geojson|csv|json|svg)$/ },
  { what: 'switched-off type check', pattern: /@ts-(ignor[e]|nochec[k])|\bas an[y]\b/ },
  { what: 'narrowed test run', pattern: /\b(it|test|describe)\.onl[y]\(/ },
];

/** The kernel is pure: time, chance and the outside come in as arguments. */
const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|\bset(Timeout|Interval)\(|\bconsole\.|\bfetch\(|performance\.now\(/;
const longFile = 300;

async function tracked(): Promise<string[]> {
  const { code, text } = await runTool('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (code !== 0) throw new Error(`git ls-files failed: ${text}`);
  return text.split('\0').filter(Boolean);
}

/** Problems of one file, as `path:line: what`. */
export function judgeText(path: string, text: string): string[] {
  const problems: string[] = [];
  const kernel = path.startsWith('packages/kernel/') && !path.endsWith('.test.ts');
  text.split('\n').forEach((line, index) => {
    for (const rule of forbidden)
      if (rule.pattern.test(line) && !rule.except?.test(path)) problems.push(`${path}:${index + 1}: ${rule.what}`);
    if (kernel && impure.test(line) && !/^\s*(\/?\*|\/\/)/.test(line)) problems.push(`${path}:${index + 1}: the kernel is pure`);
  });
  return problems;
}

const isSource = (path: string) => /\.(ts|tsx)$/.test(path) && !/\.test\.tsx?$/.test(path);

export const trackedFiles: Check = {
  name: 'tracked files: no registries, machine paths, secrets, marks; a pure kernel',
  async run(): Promise<Outcome> {
    const paths = (await tracked()).filter((path) => !binary.test(path));
    const problems: string[] = [];
    const long: string[] = [];
    for (const path of paths) {
      const text = await readFile(join(root, path), 'utf8').catch(() => '');
      problems.push(...judgeText(path, text));
      const lines = text.split('\n').length;
      if (isSource(path) && lines > longFile + 50) long.push(`${lines} lines: ${path}`);
    }
    return {
      problems,
      notes: [`${paths.length} files`, ...long.sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10)).slice(0, 8)],
    };
  },
};
