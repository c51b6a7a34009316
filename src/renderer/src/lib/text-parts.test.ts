import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textParts } from './text-parts.ts';

const hrefs = (text: string): string[] =>
  textParts(text).flatMap((part) => (part.kind === 'address' ? [part.href] : []));
const words = (text: string): string[] =>
  textParts(text).flatMap((part) => (part.kind === 'word' ? [part.word] : []));

describe('textParts', () => {
  it('finds addresses, without the punctuation around them', () => {
    expect(hrefs('See https://example.com/a?b=1. (And http://example.org/x_(y).)')).toEqual([
      'https://example.com/a?b=1',
      'http://example.org/x_(y)',
    ]);
    expect(hrefs('(https://example.com)')).toEqual(['https://example.com/']);
  });

  it('makes no address of other schemes, or of one that hides its host', () => {
    for (const text of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
      'https://',
      'https://example.com@evil.example/',
    ])
      expect(hrefs(text)).toEqual([]);
  });

  it('finds words that may be order numbers or SKUs', () => {
    expect(words('Order #CA-2017-152156, twice FUR-BO-10001798 and n-12!')).toEqual([
      'CA-2017-152156',
      'FUR-BO-10001798',
      'n-12',
    ]);
    expect(words('Hello there, well-known friend')).toEqual([]);
    expect(words('at https://example.com/N-12 only')).toEqual([]);
  });

  it('sets code apart, without its marks, and finds nothing in it', () => {
    const shown = (text: string): string[] =>
      textParts(text).flatMap((part) =>
        part.kind === 'code' || part.kind === 'block' ? [part.text.slice(part.from, part.to)] : [],
      );
    expect(shown('Use `npm ci` and `a b`.')).toEqual(['npm ci', 'a b']);
    expect(shown('Try\n```js\nlet a = 1;\n\n  a();\n```\nthen')).toEqual(['let a = 1;\n\n  a();', '']);
    expect(shown('```<b>x</b>```')).toEqual(['<b>x</b>']);
    for (const text of ['``', '``````', '` `` `', 'a ` b', '```\nopen', '`a\nb`'])
      expect(shown(text)).toEqual([]);
    expect(hrefs('`https://example.com`')).toEqual([]);
    expect(textParts('```'.repeat(3_000)).length).toBeGreaterThan(0);
  });

  it('loses and adds nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(
          textParts(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
    expect(
      textParts('a https://x.example/1) b #N-12')
        .map((part) => part.text)
        .join(''),
    ).toBe('a https://x.example/1) b #N-12');
  });
});
