/**
 * `npm ci` refuses a lock file that lacks the optional packages of other platforms, and npm leaves them out when its registry does not carry
 * them. This check notices; `node checks/lock-file.ts --fix` adds them by name and version, with the platform that their name tells.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, root } from './finding.ts';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'ia32', 'x64', 'wasm32'];

/** Is the package there for whoever asks from `base`: beside it or further up, as Node looks? */
function isLocked(lock: LockFile, base: string, name: string): boolean {
  if (lock.packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true;
  if (base === '') return false;
  const up = base.lastIndexOf('/node_modules/');
  return isLocked(lock, up < 0 ? '' : base.slice(0, up), name);
}

/** Optional packages that somebody names and the lock file lacks, as the entries it should have. */
export function missingOptional(lock: LockFile): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [base, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock, base, name)) continue;
      const words = name.split(/[-/]/);
      const cpu = processors.find((one) => words.includes(one));
      const os = systems.find((one) => words.includes(one));
      const libc = words.some((word) => word.startsWith('musl'))
        ? 'musl'
        : os === 'linux' && words.some((word) => word.startsWith('gnu'))
          ? 'glibc'
          : null;
      missing[`node_modules/${name}`] = {
        version: version.replace(/^[\^~]/, ''),
        ...(cpu ? { cpu: [cpu] } : {}),
        ...(entry.dev ? { dev: true } : {}),
        ...(libc ? { libc: [libc] } : {}),
        optional: true,
        ...(os ? { os: [os] } : {}),
      };
    }
  }
  return missing;
}

/** Dependencies that a package.json of ours names otherwise than the lock file. */
function differences(lock: LockFile): string[] {
  return Object.entries(lock.packages)
    .filter(([path]) => !path.includes('node_modules'))
    .flatMap(([path, locked]) => {
      const own: LockedPackage = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
      const all = (one: LockedPackage) => ({ ...one.dependencies, ...one.devDependencies });
      const [a, b] = [all(own), all(locked)];
      const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
      return names.map((name) => `${path || '.'}/package.json: ${name} is ${a[name] ?? 'not there'}, locked ${b[name] ?? 'not'}`);
    });
}

const read = (): LockFile => JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

export const lockFile: Check = {
  name: 'lock file: in step with every package.json, complete for every platform',
  async run() {
    const lock = read();
    const missing = Object.keys(missingOptional(lock)).map((path) => `${path} is missing; node checks/lock-file.ts --fix adds it`);
    return { problems: [...differences(lock), ...missing] };
  },
};

if (process.argv[1] === import.meta.filename && process.argv.includes('--fix')) {
  const lock = read();
  const packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missingOptional(lock) }).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
}
