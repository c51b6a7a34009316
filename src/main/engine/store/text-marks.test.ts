import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textArbitrary } from '../../../../tests/support/texts.ts';
import { foldWords, matchesTerms, searchTerms } from './text.ts';
import { marksOf } from './text-marks.ts';

const marked = (text: string, query: string): string[] =>
  marksOf(text, searchTerms(query)).map(([from, to]) => text.slice(from, to));

describe('marks', () => {
  it('are the words that were found, as they stand in the text', () => {
    expect(marked('Die STRASSE ist eine Straße.', 'straße')).toEqual(['STRASSE', 'Straße']);
    expect(marked('Cafe\u0301 and Café', 'cafe')).toEqual(['Cafe\u0301', 'Café']);
    expect(marked('refund, refunded and re-fund', 'refund')).toEqual(['refund', 'refund']);
    expect(marked('the blue box', 'box blue')).toEqual(['blue', 'box']);
    // Only the last word may be a beginning.
    expect(marked('boxes are blue', 'box bl')).toEqual(['bl']);
    expect(marked('東京都庁の件', '京都')).toEqual(['京都']);
    expect(marked('nothing here', 'there')).toEqual([]);
  });

  it('are there exactly if a term is found', () => {
    fc.assert(
      fc.property(textArbitrary(), textArbitrary(2), (text, query) => {
        const terms = searchTerms(query);
        const found = terms.some((term) => matchesTerms(foldWords(text), [term]));
        expect(marksOf(text, terms).length > 0).toBe(found);
      }),
      { numRuns: 300 },
    );
  });

  it('do not overlap, and what they name matches by itself', () => {
    fc.assert(
      fc.property(textArbitrary(), fc.nat(10_000), (text, at) => {
        const words = foldWords(text).split(' ').filter(Boolean);
        const terms = searchTerms(words[at % Math.max(1, words.length)] ?? '');
        let last = -1;
        for (const [from, to] of marksOf(text, terms)) {
          expect(from).toBeGreaterThan(last);
          expect(to).toBeGreaterThan(from);
          last = to;
        }
      }),
    );
  });
});
