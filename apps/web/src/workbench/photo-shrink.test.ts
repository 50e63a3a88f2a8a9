import { afterEach, describe, expect, it, vi } from 'vitest';
import { MOST_BYTES, megabytes, preparePhoto } from './photo-shrink.ts';

afterEach(() => vi.unstubAllGlobals());

const decoding = (decode: () => Promise<{ width: number; height: number; close: () => void }>) =>
  vi.stubGlobal('createImageBitmap', vi.fn(decode));

describe('a chosen photograph', () => {
  it('is refused when the browser cannot decode it', async () => {
    decoding(() => Promise.reject(new DOMException('no picture', 'InvalidStateError')));
    expect(await preparePhoto(new File(['words'], 'a.jpg', { type: 'image/jpeg' }))).toEqual({ refused: 'unreadable' });
  });

  it('is refused above 12 MB without being decoded', async () => {
    decoding(() => Promise.resolve({ width: 1, height: 1, close: () => {} }));
    expect(await preparePhoto(new File([new Uint8Array(MOST_BYTES + 1)], 'a.jpg'))).toEqual({ refused: 'tooLarge' });
    expect(createImageBitmap).not.toHaveBeenCalled();
    expect(megabytes(MOST_BYTES)).toBe('12.0');
  });

  it('goes as it is when it is small and of a known kind', async () => {
    decoding(() => Promise.resolve({ width: 1, height: 1, close: () => {} }));
    const file = new File(['tiny'], 'a.png', { type: 'image/png' });
    expect(await preparePhoto(file)).toEqual({ blob: file });
  });
});
