import PDFDocument from 'pdfkit';
import type { Typeface } from './typeface.ts';

export const WEIGHTS = { regular: 400, bold: 700 } as const;
export type Weight = keyof typeof WEIGHTS;

export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly colour?: string;
}

/** A piece of a line that one slice of the font can write. */
interface Run {
  readonly slice: string;
  readonly text: string;
}

const SCRIPT_WITHOUT_BLANKS = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]|[\ud840-\ud8ff][\udc00-\udfff]/u;
/** No line begins with these. */
const CLOSING = /^[，。、；：！？）》」』】”’%,.;:!?)\]}·]/u;

/** Where a line may break: after every Chinese character, at blanks in Latin text, never before a closing mark. */
export function breakable(text: string): string[] {
  const pieces: string[] = [];
  let word = '';
  const flush = (): void => {
    if (word !== '') pieces.push(word);
    word = '';
  };
  for (const character of text) {
    if (CLOSING.test(character) && word === '' && pieces.length > 0) pieces[pieces.length - 1] += character;
    else if (SCRIPT_WITHOUT_BLANKS.test(character)) {
      flush();
      pieces.push(character);
    } else {
      word += character;
      if (character === ' ' || character === '_' || character === '/') flush();
    }
  }
  flush();
  return pieces;
}

/** Writes Chinese and Latin text with a sliced font on A4 pages. Lengths are points; y runs down. */
export class PdfWriter {
  readonly document: PDFKit.PDFDocument;
  readonly #typeface: Typeface;
  readonly #registered = new Set<string>();

  constructor(typeface: Typeface, margin: number, title: string) {
    this.#typeface = typeface;
    this.document = new PDFDocument({
      size: 'A4',
      margin,
      bufferPages: true,
      lang: 'zh-CN',
      info: { Title: title, Producer: 'Chengmai' },
      font: '',
    } as PDFKit.PDFDocumentOptions);
  }

  #font(slice: string, { size, weight = 'regular' }: TextStyle): void {
    const name = `${slice}/${weight}`;
    if (!this.#registered.has(name)) {
      this.document.registerFont(name, this.#typeface.bytes(slice, WEIGHTS[weight]) as unknown as PDFKit.Mixins.PDFFontSource);
      this.#registered.add(name);
    }
    this.document.font(name).fontSize(size);
  }

  #runs(text: string): Run[] {
    const runs: { slice: string; text: string }[] = [];
    for (const character of text) {
      const slice = this.#typeface.sliceOf(character.codePointAt(0)!);
      const last = runs.at(-1);
      // A blank belongs to whatever stands before it: one run less.
      if (last && (last.slice === slice || character === ' ')) last.text += character;
      else runs.push({ slice, text: character });
    }
    return runs;
  }

  width(text: string, style: TextStyle): number {
    let width = 0;
    for (const run of this.#runs(text)) {
      this.#font(run.slice, style);
      width += this.document.widthOfString(run.text);
    }
    return width;
  }

  /** Lines no wider than `width`; a word that is wider than a line is cut. */
  wrap(text: string, width: number, style: TextStyle): string[] {
    const lines: string[] = [];
    let line = '';
    let used = 0;
    for (const piece of breakable(text).flatMap((one) => this.#fitting(one, width, style))) {
      const more = this.width(piece, style);
      if (line !== '' && used + more > width + 0.01) {
        lines.push(line.trimEnd());
        line = '';
        used = 0;
      }
      line += piece;
      used += more;
    }
    lines.push(line.trimEnd());
    return lines;
  }

  #fitting(piece: string, width: number, style: TextStyle): string[] {
    if (this.width(piece, style) <= width) return [piece];
    const half = Math.ceil(piece.length / 2);
    return piece.length < 2
      ? [piece]
      : [...this.#fitting(piece.slice(0, half), width, style), ...this.#fitting(piece.slice(half), width, style)];
  }

  /** One line whose top is at `y`. */
  line(text: string, x: number, y: number, style: TextStyle): void {
    let at = x;
    for (const run of this.#runs(text)) {
      this.#font(run.slice, style);
      this.document.fillColor(style.colour ?? '#14202C').text(run.text, at, y, { lineBreak: false });
      at += this.document.widthOfString(run.text);
    }
  }

  rule(x: number, y: number, width: number, colour: string, thickness = 0.5): void {
    this.document
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(thickness)
      .strokeColor(colour)
      .stroke();
  }

  /** Ends the document and gives its bytes. */
  async finish(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    const done = new Promise<void>((resolve, reject) => {
      this.document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      this.document.on('end', resolve);
      this.document.on('error', reject);
    });
    this.document.end();
    await done;
    return new Uint8Array(Buffer.concat(chunks));
  }
}
