import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { lockDirectory } from '@chengmai/platform/adapters/directory-lock.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { programRoot } from '../cli/version.ts';
import { embeddedDir, hasEmbedded, type Place } from '../stores/city-config.ts';
import { type Symptom, same } from './symptom.ts';

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const leastDiskGib = 2;
const leastMemoryGib = 1.5;

export function nodeVersion(): Symptom {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    name: 'node',
    ok: major >= 24,
    found: same(`Node ${process.versions.node}`),
    advice: { zh: '请用 ./chengmai 启动，它自带 Node 24。', en: 'Start through ./chengmai, which brings Node 24.' },
  };
}

export function memory(): Symptom {
  const text = `${gib(freemem())} / ${gib(totalmem())}, ${availableParallelism()} CPU`;
  return {
    name: 'memory',
    ok: totalmem() >= leastMemoryGib * 2 ** 30,
    found: { zh: `空闲内存 ${text}`, en: `free memory ${text}` },
    advice: {
      zh: '内嵌数据库约需 1 GiB 内存；请增加内存或改用 PostgreSQL。',
      en: 'The embedded database takes about 1 GiB; add memory or use PostgreSQL.',
    },
  };
}

/** The nearest folder that exists already. */
function standing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : standing(dirname(path));
}

export function dataDirectory(place: Place): Symptom {
  const advice = { zh: '请检查目录权限，或用 --data 换一个目录。', en: 'Check its permissions, or choose another directory with --data.' };
  const there = standing(place.dir);
  try {
    accessSync(there, constants.W_OK);
    if (!statSync(there).isDirectory())
      return { name: 'data', ok: false, found: { zh: `${there} 不是目录`, en: `${there} is no directory` }, advice };
    const state = existsSync(place.dir) ? { zh: '可写', en: 'writable' } : { zh: '尚未建立，可以建立', en: 'not made yet, can be made' };
    return { name: 'data', ok: true, found: { zh: `${place.dir} ${state.zh}`, en: `${place.dir} ${state.en}` } };
  } catch (error) {
    return { name: 'data', ok: false, found: same(`${there}: ${(error as NodeJS.ErrnoException).code}`), advice };
  }
}

export async function diskSpace(place: Place): Promise<Symptom> {
  const { bavail, bsize } = await statfs(standing(place.dir));
  return {
    name: 'disk',
    ok: bavail * bsize > leastDiskGib * 2 ** 30,
    found: { zh: `剩余磁盘 ${gib(bavail * bsize)}`, en: `free disk ${gib(bavail * bsize)}` },
    advice: { zh: `请至少留出 ${leastDiskGib} GiB。`, en: `Keep at least ${leastDiskGib} GiB free.` },
  };
}

/** Whether the embedded directory is free. A running server holding it is normal. */
export function directoryLock(place: Place): Symptom | null {
  if (place.database || !hasEmbedded(place)) return null;
  try {
    lockDirectory(embeddedDir(place)).release();
    return { name: 'lock', ok: true, found: { zh: '数据目录空闲', en: 'the data directory is free' } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const pid = String(error.refusal.params?.pid);
    return {
      name: 'lock',
      ok: null,
      found: { zh: `数据目录正被进程 ${pid} 使用`, en: `the data directory is held by process ${pid}` },
      advice: {
        zh: '若服务正在运行则属正常；其余检查需先停止它。',
        en: 'That is right while the platform runs; stop it for the other looks.',
      },
    };
  }
}

/** What goes into the web app: its own folder, the kernel, and the contracts of modules. */
const webSources: readonly { readonly dir: string; readonly counts: (path: string) => boolean }[] = [
  { dir: 'apps/web', counts: (path) => !/^(dist|node_modules)\//.test(path) && !path.includes('.test.') },
  { dir: 'packages/kernel', counts: (path) => path.endsWith('.ts') && !path.includes('.test.') },
  { dir: 'packages/modules', counts: (path) => path.endsWith('/contract.ts') },
];

function newestSource(): number {
  const files = webSources.flatMap(({ dir, counts }) =>
    readdirSync(join(programRoot, dir), { recursive: true, encoding: 'utf8' })
      .filter(counts)
      .map((path) => statSync(join(programRoot, dir, path)))
      .filter((entry) => entry.isFile()),
  );
  return Math.max(...files.map((entry) => entry.mtimeMs));
}

/** Is the built web app there and not older than its sources? */
export function webBuildState(): 'missing' | 'stale' | 'fresh' {
  const built = join(programRoot, 'apps/web/dist/index.html');
  if (!existsSync(built)) return 'missing';
  return newestSource() > statSync(built).mtimeMs ? 'stale' : 'fresh';
}

export function webBuild(): Symptom {
  const words = {
    fresh: { zh: '网页已构建', en: 'the web app is built' },
    stale: { zh: '网页早于源码', en: 'the web app is older than its sources' },
    missing: { zh: '网页尚未构建，只提供接口', en: 'the web app is not built, only the API is served' },
  };
  const state = webBuildState();
  return {
    name: 'web',
    ok: state === 'missing' ? false : state === 'fresh' ? true : null,
    found: words[state],
    advice: { zh: '运行 npm run build，或使用 ./chengmai demo。', en: 'Run npm run build, or use ./chengmai demo.' },
  };
}

export function chineseFonts(): Symptom {
  const advice = {
    zh: 'PDF 报表可能缺字；Debian：apt-get install fonts-noto-cjk',
    en: 'PDF reports may lack characters; Debian: apt-get install fonts-noto-cjk',
  };
  try {
    const families = execFileSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const count = new Set(families.trim().split('\n').filter(Boolean)).size;
    return {
      name: 'fonts',
      ok: count > 0 ? true : null,
      found: { zh: `中文字体 ${count} 种`, en: `${count} Chinese font families` },
      advice,
    };
  } catch {
    return { name: 'fonts', ok: null, found: { zh: '无法列出字体（没有 fc-list）', en: 'fonts cannot be listed (no fc-list)' }, advice };
  }
}
