import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { breakable } from './pdf-writer.ts';
import { notoSansSc } from './typeface.ts';

interface Shape {
  readonly advanceWidth: number;
  readonly path: { readonly commands: readonly { readonly args: readonly number[] }[] };
}
interface Font {
  readonly postscriptName: string;
  glyphForCodePoint(point: number): Shape;
}

/** The font as the PDF writer's own reader sees it. */
function opened(bytes: Uint8Array): Font {
  const document = new PDFDocument({ font: '' } as PDFKit.PDFDocumentOptions);
  document.registerFont('a', bytes as unknown as PDFKit.Mixins.PDFFontSource).font('a');
  return (document as unknown as { _font: { font: Font } })._font.font;
}

const typeface = notoSansSc();
const glyph = (character: string, weight: number): Shape =>
  opened(typeface.bytes(typeface.sliceOf(character.codePointAt(0)!), weight)).glyphForCodePoint(character.codePointAt(0)!);
const xs = (shape: Shape): number[] => shape.path.commands.flatMap(({ args }) => args.filter((_, i) => i % 2 === 0));

describe('one weight of a packaged font', () => {
  it.each([...'城脉龘，9g'])('has an outline for %s in both weights, the bold one heavier', (character) => {
    const [regular, bold] = [glyph(character, 400), glyph(character, 700)];
    expect(xs(regular).length).toBeGreaterThan(4);
    expect(xs(bold)).not.toEqual(xs(regular));
  });

  it('gives every Chinese character the same width and Latin letters their own', () => {
    for (const weight of [400, 700]) for (const character of '一龘街。') expect(glyph(character, weight).advanceWidth).toBe(1000);
    expect(glyph('i', 400).advanceWidth).toBeLessThan(glyph('m', 400).advanceWidth);
    expect(glyph('m', 400).advanceWidth).toBeLessThan(glyph('m', 700).advanceWidth);
  });

  it('draws 一 as one bar that grows thicker with the weight', () => {
    const height = (weight: number): number => {
      const ys = glyph('一', weight).path.commands.flatMap(({ args }) => args.filter((_, i) => i % 2 === 1));
      return Math.max(...ys) - Math.min(...ys);
    };
    expect([100, 400, 700, 900].map(height)).toEqual([100, 400, 700, 900].map(height).toSorted((a, b) => a - b));
    expect(height(900)).toBeGreaterThan(height(100) * 2);
  });

  it('carries a name of its own for each slice and weight', () => {
    const slice = typeface.sliceOf('城'.codePointAt(0)!);
    expect(opened(typeface.bytes(slice, 700)).postscriptName).toBe(`NotoSansSC-${slice}-700`);
  });

  it('has nearly every character of the standard list for general use', () => {
    const common =
      '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严';
    for (const character of common) expect(typeface.sliceOf(character.codePointAt(0)!), character).not.toBe('latin');
  });
});

describe('breaking lines', () => {
  it('happens after every Chinese character but never before a closing mark', () => {
    expect(breakable('结案率，不低于 90 %。')).toEqual(['结', '案', '率，', '不', '低', '于', ' ', '90 %。']);
  });
});
