import { createHash } from 'node:crypto';
import type { Blob } from '@chengmai/platform/ports/blob.ts';
import { beforeAll, describe, expect, it } from 'vitest';

/** What every Blob adapter promises. */
export function blobContract(name: string, open: () => Promise<Blob>): void {
  describe(`${name} keeps the contract of Blob`, () => {
    let blob: Blob;
    beforeAll(async () => {
      blob = await open();
    });
    const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
    const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

    it('gives back what was put, by its SHA-256, with its type', async () => {
      const bytes = bytesOf('照片');
      const stat = await blob.put(bytes, 'image/jpeg');
      expect(stat).toEqual({ hash: hashOf(bytes), type: 'image/jpeg', size: bytes.length });
      const got = await blob.get(stat.hash);
      expect(got?.stat).toEqual(stat);
      expect([...(got?.bytes ?? [])]).toEqual([...bytes]);
    });

    it.each([0, 1, 70_000])('keeps %i bytes of any value', async (size) => {
      const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7) % 256);
      const { hash } = await blob.put(bytes, 'application/octet-stream');
      expect(hashOf((await blob.get(hash))?.bytes ?? bytesOf('none'))).toBe(hash);
    });

    it('makes one blob of the same bytes, also when they come at once; the first type stays', async () => {
      const bytes = bytesOf('twice');
      const stats = await Promise.all(Array.from({ length: 8 }, () => blob.put(bytes, 'text/plain')));
      expect(new Set(stats.map(({ hash }) => hash)).size).toBe(1);
      expect(await blob.put(bytes, 'text/html')).toMatchObject({ type: 'text/plain' });
    });

    it.each(['0'.repeat(64), '', '../../etc/passwd', `${'a'.repeat(63)}/`, 'A'.repeat(64)])('has nothing under %j', async (hash) => {
      expect(await blob.get(hash)).toBeNull();
    });

    it('says how it is', async () => {
      expect(await blob.health()).toMatchObject({ ok: true });
    });
  });
}
