import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Blob, BlobStat } from '../ports/blob.ts';
import { Refused } from '../runtime/refused.ts';

const hashForm = /^[0-9a-f]{64}$/;
/** Beside each blob's file, as `<hash>.json`; the blob itself is the plain file, so that `sha256sum` can check a backup. */
interface Label {
  readonly type: string;
}

class FileBlob implements Blob {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async put(bytes: Uint8Array, type: string): Promise<BlobStat> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const known = await this.get(hash);
    if (known) return known.stat;
    const place = this.#placeOf(hash);
    try {
      await mkdir(dirname(place), { recursive: true });
      // The label first: the blob is there when its own file is.
      await this.#write(`${place}.json`, Buffer.from(JSON.stringify({ type } satisfies Label)));
      await this.#write(place, bytes);
      await syncDirectory(dirname(place));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new Refused('blob.disk_full', {}, { cause: error });
      throw error;
    }
    return { hash, type, size: bytes.length };
  }

  async get(hash: string): Promise<{ stat: BlobStat; bytes: Uint8Array } | null> {
    if (!hashForm.test(hash)) return null;
    const place = this.#placeOf(hash);
    const bytes = await readFile(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (!bytes) return null;
    const { type } = JSON.parse(await readFile(`${place}.json`, 'utf8')) as Label;
    return { stat: { hash, type, size: bytes.length }, bytes };
  }

  async health(): Promise<{ ok: boolean; detail: string }> {
    try {
      await stat(this.#dir);
      const disk = await statfs(this.#dir);
      const freeMb = Math.floor((disk.bavail * disk.bsize) / 1_048_576);
      return { ok: freeMb > 100, detail: `${freeMb} MB free` };
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Whoever reads sees the whole file or none. */
  async #write(place: string, bytes: Uint8Array): Promise<void> {
    const unfinished = join(this.#dir, 'unfinished', randomBytes(12).toString('hex'));
    try {
      await mkdir(dirname(unfinished), { recursive: true });
      await writeDurably(unfinished, bytes);
      await rename(unfinished, place);
    } finally {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  /** Two levels of folders keep each below a few thousand entries at millions of photos. */
  #placeOf(hash: string): string {
    return join(this.#dir, hash.slice(0, 2), hash.slice(2, 4), hash);
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is durable only when the folder that holds the name is. */
async function syncDirectory(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Blobs as files named by their SHA-256 below `dir`. `put` throws Refused `blob.disk_full` when there is no room. */
export async function openFileBlob(dir: string): Promise<Blob> {
  await mkdir(dir, { recursive: true });
  return new FileBlob(dir);
}
