import { constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';

const require = createRequire(import.meta.url);

/** Where built templates are kept: inside node_modules, so that a clean install throws them away. */
export function templateCache(): string {
  return process.env.CHENGMAI_CACHE ?? fileURLToPath(new URL('../../../node_modules/.cache/chengmai', import.meta.url));
}

/** A template fits only the exact engine that made it. */
export function engineVersion(): string {
  const version = (name: string): string => {
    const { version: v } = JSON.parse(readFileSync(join(dirname(require.resolve(name)), '../package.json'), 'utf8')) as { version: string };
    return v;
  };
  return `${version('@electric-sql/pglite')}-${version('@electric-sql/pglite-postgis')}`;
}

/**
 * The path of an empty, cleanly closed data directory with PostGIS in it. Building it takes about 15 s and happens once per
 * machine and engine version; a new database is then a copy of it.
 */
export async function pgliteTemplate(options: { readonly onProgress?: ((text: string) => void) | undefined } = {}): Promise<string> {
  const template = join(templateCache(), `pglite-${engineVersion()}`);
  if (existsSync(template)) return template;
  options.onProgress?.('preparing the embedded database (once, about 15 s)');
  const unfinished = `${template}.${process.pid}`;
  mkdirSync(dirname(template), { recursive: true });
  rmSync(unfinished, { recursive: true, force: true });
  const pglite = await PGlite.create({ dataDir: unfinished, extensions: { postgis } });
  for (const step of ['create extension postgis', 'vacuum', 'checkpoint']) await pglite.exec(step);
  await pglite.close();
  return publish(unfinished, template);
}

/** Moves a finished directory to its place; whoever comes second uses the first one's. */
export function publish(unfinished: string, place: string): string {
  try {
    renameSync(unfinished, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return place;
}

/** Copies a closed data directory; where the file system can, without copying the bytes. */
export async function copyTemplate(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

// Run directly, it only fills the cache: the launcher does that beside the build of the web app.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await pgliteTemplate({ onProgress: (text) => process.stderr.write(`${text}\n`) });
}
