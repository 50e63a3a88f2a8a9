import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobContract } from '@chengmai/testkit/blob-contract.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { openFileBlob } from './blob-fs.ts';

const dir = mkdtempSync(join(tmpdir(), 'chengmai-blob-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

blobContract('the file system', () => openFileBlob(join(dir, 'plain')));

/** A file system of 256 kB; mounting needs root. */
function tinyDisk(): string | null {
  const place = mkdtempSync(join(tmpdir(), 'chengmai-tiny-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', place], { stdio: 'ignore' });
    return place;
  } catch {
    rmSync(place, { recursive: true });
    return null;
  }
}

const disk = tinyDisk();

describe.skipIf(!disk)(`a full disk${disk ? '' : ' [needs: root, to mount a small tmpfs]'}`, () => {
  afterAll(() => {
    execFileSync('umount', [disk as string]);
    rmSync(disk as string, { recursive: true });
  });

  it('is a refusal that leaves nothing half-written, and what was there stays readable', async () => {
    const blob = await openFileBlob(disk as string);
    const { hash } = await blob.put(new Uint8Array(50_000), 'image/jpeg');
    const filling = blob.put(new Uint8Array(400_000).fill(1), 'image/jpeg');
    await expect(filling).rejects.toMatchObject({ refusal: { code: 'blob.disk_full' } });
    expect(readdirSync(join(disk as string, 'unfinished'))).toEqual([]);
    expect((await blob.get(hash))?.bytes).toHaveLength(50_000);
    expect(await blob.health()).toMatchObject({ ok: false });
  });
});
