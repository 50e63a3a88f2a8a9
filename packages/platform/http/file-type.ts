/** Where a type's mark stands in the first bytes. */
interface Mark {
  readonly at: number;
  readonly bytes: readonly number[];
  readonly type: string;
}

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

const marks: readonly Mark[] = [
  { at: 0, bytes: [0xff, 0xd8, 0xff], type: 'image/jpeg' },
  { at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], type: 'image/png' },
  { at: 0, bytes: ascii('GIF8'), type: 'image/gif' },
  { at: 8, bytes: ascii('WEBP'), type: 'image/webp' },
  { at: 4, bytes: ascii('ftypheic'), type: 'image/heic' },
  { at: 4, bytes: ascii('ftypmif1'), type: 'image/heic' },
  { at: 4, bytes: ascii('ftypavif'), type: 'image/avif' },
  { at: 4, bytes: ascii('ftyp'), type: 'video/mp4' },
  { at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3], type: 'video/webm' },
  { at: 0, bytes: ascii('%PDF-'), type: 'application/pdf' },
  { at: 0, bytes: [0x50, 0x4b, 0x03, 0x04], type: 'application/zip' },
  { at: 0, bytes: [0x1f, 0x8b], type: 'application/gzip' },
];

// Office documents are zip archives; their mark says only that.
const zipped = /^application\/vnd\.openxmlformats-officedocument\./;
const plainText = /^(text\/|application\/(json|geo\+json|csv|xml))/;

/** The type that the first bytes prove, or `null` for bytes without a mark (text has none). */
export function markedType(bytes: Uint8Array): string | null {
  return marks.find((mark) => mark.bytes.every((byte, index) => bytes[mark.at + index] === byte))?.type ?? null;
}

/**
 * The type to treat an upload as, or `null` when the bytes are not what the name says. What the client declares is believed only for text without
 * a mark and for office documents that are indeed archives.
 */
export function provenType(bytes: Uint8Array, declared: string): string | null {
  const marked = markedType(bytes);
  const said = declared.split(';')[0]!.trim().toLowerCase();
  if (marked === 'application/zip' && zipped.test(said)) return said;
  if (marked !== null) return marked;
  const looksLikeText = !bytes.subarray(0, 4096).includes(0);
  return plainText.test(said) && looksLikeText ? said : null;
}
