import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance, photoSimilarity } from './photo-similarity.ts';
import { grams, gramWeights, normaliseText, textSimilarity } from './text-similarity.ts';

describe('normalised text', () => {
  it.each([
    ['普君西路６７号（西侧）', '普君西路67号 西侧'],
    ['普君西路六十七号，西侧！', '普君西路67号 西侧'],
    ['拨打一二三四五', '拨打12345'],
    ['一百零七号、二十号、十五号', '107号 20号 15号'],
    ['Ａ座Block', 'a座block'],
    ['……', ''],
  ])('%s', (text, normal) => {
    expect(normaliseText(text)).toBe(normal);
  });

  it('is stable when normalised again', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => normaliseText(normaliseText(text)) === normaliseText(text)));
  });
});

describe('text similarity', () => {
  it('takes different spellings of one sentence for equal', () => {
    expect(textSimilarity('普君西路６７号，垃圾成堆。', '普君西路六十七号垃圾成堆')).toBe(1);
  });

  it('orders a close report before a loose one and an unrelated one', () => {
    const base = '普君西路67号西侧巷口生活垃圾成堆未入桶';
    const close = textSimilarity(base, '普君西路67号巷口有生活垃圾成堆')!;
    const loose = textSimilarity(base, '巷口有垃圾')!;
    const none = textSimilarity(base, '店外经营占道摆卖')!;
    expect(close).toBeGreaterThan(0.5);
    expect(close).toBeGreaterThan(loose);
    expect(loose).toBeGreaterThan(none);
    expect(none).toBe(0);
  });

  it('keeps house numbers whole: 67 and 76 share nothing', () => {
    expect(textSimilarity('67号', '76号')).toBe(0);
    expect([...grams('67号')]).toHaveLength(1);
  });

  it('does not let two characters match every longer text', () => {
    expect(textSimilarity('垃圾', '普君西路巷口生活垃圾成堆未入桶')).toBeLessThan(0.2);
  });

  it('is null when there is nothing to compare', () => {
    expect(textSimilarity('', '垃圾')).toBeNull();
    expect(textSimilarity('。。', '！')).toBeNull();
  });

  it('is symmetric, within 0..1 and 1 on itself', () => {
    const sentence = fc
      .array(fc.constantFrom(...'普君西路巷口垃圾成堆67号店外经营'), { minLength: 1, maxLength: 20 })
      .map((chars) => chars.join(''));
    const weight = gramWeights(['巷口垃圾', '垃圾成堆', '店外经营']);
    fc.assert(
      fc.property(sentence, sentence, (a, b) => {
        const value = textSimilarity(a, b, weight)!;
        expect(value).toBe(textSimilarity(b, a, weight));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(textSimilarity(a, a, weight)).toBe(1);
      }),
    );
  });

  it('lets words that stand everywhere weigh less', () => {
    const weight = gramWeights(['发现垃圾桶满', '发现垃圾成堆', '发现垃圾散落', '发现井盖破损']);
    const common = ['发现垃圾东门', '发现垃圾西门'] as const;
    expect(textSimilarity(...common, weight)!).toBeLessThan(textSimilarity(...common)!);
  });
});

describe('photo hashes', () => {
  it('count differing bits', () => {
    expect(hammingDistance('ff00', 'ff01')).toBe(1);
    expect(hammingDistance('0f', 'F0')).toBe(8);
    expect(hammingDistance('ff', 'ff00')).toBeNull();
    expect(hammingDistance('zz', 'ff')).toBeNull();
  });

  it('take the best pair; half the bits is unlike', () => {
    expect(photoSimilarity(['ff00', '0000'], ['ff00'])).toBe(1);
    expect(photoSimilarity(['0000'], ['ffff'])).toBe(0);
    expect(photoSimilarity(['0000'], ['00ff'])).toBe(0);
    expect(photoSimilarity(['0000'], ['000f'])).toBe(0.5);
  });

  it('are missing, not unlike, when none can be compared', () => {
    expect(photoSimilarity([], ['ff'])).toBeNull();
    expect(photoSimilarity(['ff'], ['ffff'])).toBeNull();
  });
});
