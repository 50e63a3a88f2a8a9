import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Extension, PGlite } from '@electric-sql/pglite';

/** An open file of PGlite's file system on Node; a directory has no `nfd`. */
interface NodeStream {
  readonly nfd?: number;
  readonly node: unknown;
}
interface NodeFiles {
  readonly stream_ops: { fsync?: (stream: NodeStream) => number };
  realPath(node: unknown): string;
}
interface EngineModule {
  readonly FS: { readonly filesystems: { readonly NODEFS: NodeFiles } };
}

/**
 * PGlite starts PostgreSQL with fsync off, because its file system on Node has no such call; so a power loss may lose what was
 * acknowledged. This gives it the call, and `durableParams` switches fsync on: one fsync a commit, as with any PostgreSQL.
 */
export const durableFiles: Extension = {
  name: 'durable files',
  setup: async (_pglite, options: { preRun: unknown[] }) => {
    options.preRun.push(({ FS }: EngineModule) => {
      const files = FS.filesystems.NODEFS;
      files.stream_ops.fsync = (stream) => {
        if (stream.nfd === undefined) syncPath(files.realPath(stream.node));
        else fsyncSync(stream.nfd);
        return 0;
      };
    });
    return { emscriptenOpts: options };
  },
};

/** The engine answers fdatasync, the default for its log, with success and does nothing; fsync it passes on. */
export const durableParams = [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync'];

function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a copied tree durable, files and folders. */
export async function syncTree(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  const paths = [dir, ...entries.map((entry) => join(entry.parentPath, entry.name))];
  const next = paths.values();
  const worker = async (): Promise<void> => {
    for (const path of next) {
      const file = await open(path, 'r');
      await file.sync().finally(() => file.close());
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}
