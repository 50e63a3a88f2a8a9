import { brotliDecompressSync } from 'node:zlib';
import { Reader } from './byte-reader.ts';
import { type Glyph, leftEdge, writeGlyphs } from './glyf-table.ts';
import { weigh } from './glyph-variation.ts';
import { readGlyphs } from './woff2-glyphs.ts';

/** Table tags that a WOFF2 directory names by number, §4.1. */
const TAGS = (
  'cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS ' +
  'GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop ' +
  'trak Zapf Silf Glat Gloc Feat Sill'
).match(/.{4}(?= |$)/g)!;

interface Entry {
  readonly tag: string;
  readonly length: number;
  readonly transformed: boolean;
}

function entryOf(reader: Reader): Entry {
  const flags = reader.u8();
  const known = flags & 0x3f;
  const tag = known === 0x3f ? Buffer.from(reader.take(4)).toString('latin1') : TAGS[known]!;
  const original = reader.base128();
  const transformed = tag === 'glyf' || tag === 'loca' ? flags >> 6 === 0 : flags >> 6 !== 0;
  return { tag, transformed, length: transformed ? reader.base128() : original };
}

/**
 * One weight (100–900) of a variable WOFF2 font as a plain TrueType font (W3C WOFF File Format 2.0; OpenType fvar, avar, gvar): the PDF
 * writer can take only those apart. It is given a name of its own, because the writer takes two fonts of one name for one. Throws on what is no WOFF2, on collections and on transformed metrics, which the packaged fonts do not have.
 */
export function fromWoff2(woff2: Uint8Array, weight: number, name: string): Uint8Array {
  const reader = new Reader(woff2);
  if (reader.u32() !== 0x774f4632) throw new Error('this is no WOFF2 font');
  const flavour = reader.u32();
  reader.u32();
  const count = reader.u16();
  reader.at = 20;
  const compressed = reader.u32();
  reader.at = 48;
  const entries = Array.from({ length: count }, () => entryOf(reader));
  const content = new Reader(brotliDecompressSync(reader.take(compressed)));
  const tables = new Map<string, Uint8Array>();
  let glyphs: Glyph[] = [];
  for (const { tag, length, transformed } of entries) {
    const bytes = content.take(length);
    if (!transformed) tables.set(tag, bytes);
    else if (tag === 'glyf') glyphs = readGlyphs(bytes);
    else if (tag !== 'loca') throw new Error(`a transformed ${tag} table is not supported`);
  }
  const weighed = weigh(glyphs, tables, weight);
  const shapes = writeGlyphs(weighed.glyphs);
  for (const [tag, bytes] of Object.entries({ ...shapes, ...metricsOf(tables, weighed) })) tables.set(tag, bytes);
  for (const tag of VARIABLE_TABLES) tables.delete(tag);
  tables.set('name', nameTable(name));
  return assemble(flavour, tables);
}

/** What makes a font variable; one weight of it needs none of them. */
const VARIABLE_TABLES = ['fvar', 'avar', 'gvar', 'HVAR', 'VVAR', 'MVAR', 'STAT', 'cvar'];

const copyOf = (tables: ReadonlyMap<string, Uint8Array>, tag: string): { bytes: Uint8Array; view: DataView } => {
  const bytes = Uint8Array.from(tables.get(tag) ?? []);
  return { bytes, view: new DataView(bytes.buffer) };
};

/** `hmtx` with a width for every glyph, `hhea` that says so, `head` with long offsets into glyf. */
function metricsOf(tables: ReadonlyMap<string, Uint8Array>, { glyphs, widenedBy }: ReturnType<typeof weigh>): Record<string, Uint8Array> {
  const head = copyOf(tables, 'head');
  head.view.setInt16(50, 1);
  const hhea = copyOf(tables, 'hhea');
  const known = hhea.view.getUint16(34);
  hhea.view.setUint16(34, glyphs.length);
  const old = copyOf(tables, 'hmtx').view;
  const hmtx = new DataView(new ArrayBuffer(glyphs.length * 4));
  for (const [id, glyph] of glyphs.entries()) {
    hmtx.setUint16(id * 4, Math.max(0, old.getUint16(Math.min(id, known - 1) * 4) + widenedBy[id]!));
    hmtx.setInt16(id * 4 + 2, leftEdge(glyph));
  }
  return { head: head.bytes, hhea: hhea.bytes, hmtx: new Uint8Array(hmtx.buffer) };
}

/** Family, style, full and PostScript name in the Windows encoding. */
function nameTable(name: string): Uint8Array {
  const text = Buffer.from(name, 'utf16le').swap16();
  const ids = [1, 2, 4, 6];
  const head = Buffer.alloc(6 + ids.length * 12);
  head.writeUInt16BE(ids.length, 2);
  head.writeUInt16BE(head.length, 4);
  for (const [i, id] of ids.entries())
    for (const [n, value] of [3, 1, 0x409, id, text.length, 0].entries()) head.writeUInt16BE(value, 6 + i * 12 + n * 2);
  return Buffer.concat([head, text]);
}

function assemble(flavour: number, tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const directory = Buffer.alloc(12 + sorted.length * 16);
  directory.writeUInt32BE(flavour, 0);
  directory.writeUInt16BE(sorted.length, 4);
  const parts: Uint8Array[] = [directory];
  let offset = directory.length;
  for (const [i, [tag, bytes]] of sorted.entries()) {
    const at = 12 + i * 16;
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(bytes.length, at + 12);
    const blank = (4 - (bytes.length % 4)) % 4;
    parts.push(bytes, new Uint8Array(blank));
    offset += bytes.length + blank;
  }
  return Buffer.concat(parts);
}
