import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { z } from 'zod';
import { runProgram } from './run-program.ts';

/** A backup is one .tar.gz: this manifest, the database (a PGlite directory or a pg_dump file) and the blobs. */
export const Manifest = z.object({
  format: z.literal('chengmai-backup/1'),
  database: z.enum(['pglite', 'postgres']),
  version: z.string(),
  at: z.iso.datetime(),
  files: z.array(z.object({ path: z.string(), size: z.int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof Manifest>;

const tar = (args: readonly string[]) => runProgram('tar', args, 'apt-get install tar');

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

interface Tree {
  readonly files: string[];
  /** PostgreSQL does not start without its empty folders. */
  readonly folders: string[];
}

/** What is under a folder, as sorted paths relative to it; symbolic links at the top are followed. */
async function treeOf(dir: string): Promise<Tree> {
  const tree: Tree = { files: [], folders: [] };
  for (const name of await readdir(dir)) {
    const isFolder = (await stat(join(dir, name))).isDirectory();
    (isFolder ? tree.folders : tree.files).push(name);
    if (!isFolder) continue;
    for (const entry of await readdir(join(dir, name), { recursive: true, withFileTypes: true })) {
      const path = relative(dir, join(entry.parentPath, entry.name));
      if (entry.isDirectory()) tree.folders.push(path);
      else if (entry.isFile()) tree.files.push(path);
    }
  }
  return { files: tree.files.sort(), folders: tree.folders.sort() };
}

/**
 * Writes the archive so that the file appears only when it is whole. `parts`: name in the archive → file or folder on disk;
 * the caller sees to it that a part does not change meanwhile (blobs only ever grow: what comes later is left out).
 */
export async function writeArchive(
  file: string,
  parts: Readonly<Record<string, string>>,
  about: Omit<Manifest, 'format' | 'files'>,
): Promise<Manifest> {
  const stage = await mkdtemp(join(tmpdir(), 'chengmai-backup-'));
  const unfinished = `${file}.unfinished`;
  try {
    for (const [name, path] of Object.entries(parts)) await symlink(path, join(stage, name));
    const files = [];
    const tree = await treeOf(stage);
    for (const path of tree.files) {
      files.push({ path, size: (await stat(join(stage, path))).size, sha256: await sha256(join(stage, path)) });
    }
    const manifest: Manifest = { format: 'chengmai-backup/1', ...about, files };
    await writeFile(join(stage, 'manifest.json'), JSON.stringify(manifest, null, 1));
    await writeFile(join(stage, 'list'), ['manifest.json', ...tree.folders, ...tree.files].join('\0'));
    await mkdir(dirname(file), { recursive: true });
    await tar(['-czhf', unfinished, '-C', stage, '--no-recursion', '--null', '-T', join(stage, 'list')]);
    await rename(unfinished, file);
    return manifest;
  } finally {
    await rm(unfinished, { force: true });
    await rm(stage, { recursive: true, force: true });
  }
}

/** Unpacks into an empty folder and compares every file with the manifest; throws Refused `backup.broken`. */
export async function readArchive(file: string, into: string): Promise<Manifest> {
  const broken = (problem: string) => new Refused('backup.broken', { file, problem });
  await stat(file);
  await mkdir(into, { recursive: true });
  await tar(['-xzf', file, '-C', into, '--no-same-owner']).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'cli.tool_failed') throw broken(String(error.refusal.params?.problem));
    throw error;
  });
  const text = await readFile(join(into, 'manifest.json'), 'utf8').catch(() => '');
  const parsed = Manifest.safeParse(text ? JSON.parse(text) : null);
  if (!parsed.success) throw broken('manifest.json');
  const present = (await treeOf(into)).files.filter((path) => path !== 'manifest.json');
  const listed = new Map(parsed.data.files.map((entry) => [entry.path, entry]));
  for (const path of present) if (!listed.has(path)) throw broken(`unknown ${path}`);
  for (const entry of parsed.data.files) {
    const hash = await sha256(join(into, entry.path)).catch(() => 'missing');
    if (hash !== entry.sha256) throw broken(entry.path);
  }
  return parsed.data;
}
