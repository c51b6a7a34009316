import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textParts } from './parts.ts';

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

  it('says where an address leads if it looks different', () => {
    const address = (text: string) => textParts(text).find((part) => part.kind === 'address');
    expect(address('https://Example.com:8443/a')).toMatchObject({ target: 'example.com', disguised: false });
    // Cyrillic letters, a whole name in another script, a percent-encoded one, and an address as one number.
    expect(address('https://p\u0430ypal.com/login')).toMatchObject({
      ...{ target: 'xn--pypal-4ve.com', disguised: true, href: 'https://xn--pypal-4ve.com/login' },
    });
    expect(address('https://пример.рф/')).toMatchObject({ target: 'xn--e1afmkfd.xn--p1ai', disguised: true });
    expect(address('https://ex%61mple.com')).toMatchObject({ target: 'example.com', disguised: true });
    expect(address('http://2130706433/')).toMatchObject({ target: '127.0.0.1', disguised: true });
    expect(address('https://good.example\\@evil.example/')).toMatchObject({
      ...{ target: 'good.example', disguised: false },
    });
    expect(address('https://good.example\u2044login.evil.example/')).not.toMatchObject({ disguised: false });
  });

  it('ends addresses at what is not seen', () => {
    expect(hrefs('https://example.com/a\u202Egpj.exe')).toEqual(['https://example.com/a']);
    expect(hrefs('https://exam\u200bple.com/')).toEqual(['https://exam/']);
  });

  it('takes only the address of a mail', () => {
    expect(hrefs('mailto:kim@example.com?body=secret&attach=/etc/passwd.')).toEqual([
      'mailto:kim@example.com',
    ]);
    expect(hrefs('mailto:kim@example.com@evil mailto:javascript:alert(1) mailto:')).toEqual([]);
  });

  it('makes safe addresses only, of any text', () => {
    const piece = fc.constantFrom(
      ...[
        'https://',
        'http://',
        'mailto:',
        'javascript:',
        'data:',
        '@',
        '\\',
        '/',
        '//',
        ':',
        '?',
        '#',
        '%00',
        '%2f',
      ],
      ...[
        '\u202e',
        '\u2066',
        '\u200b',
        '\u00ad',
        '\n',
        '\t',
        '<script>',
        '"',
        "'",
        '&',
        'а',
        'é',
        'xn--',
        '[::1]',
        '.com',
      ],
    );
    const part = fc.oneof(piece, fc.webAuthority(), fc.string({ unit: 'grapheme', maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(
          textParts(text)
            .map((one) => one.text)
            .join(''),
        ).toBe(text);
        for (const one of textParts(text)) {
          if (one.kind !== 'address') continue;
          expect(one.text).not.toMatch(/[\p{Cc}\p{Cf}<>"'\s]/u);
          expect(one.href).toMatch(/^(?:https?:\/\/|mailto:)[\x21-\x7e]+$/);
          const url = new URL(one.href);
          expect(['http:', 'https:', 'mailto:']).toContain(url.protocol);
          expect(url.username + url.password).toBe('');
          expect(one.target).toMatch(/^[\x21-\x7e]+$/);
          if (url.protocol !== 'mailto:' && !one.disguised)
            expect(one.text.toLowerCase()).toContain(`//${one.target}`);
        }
      }),
      { numRuns: 2_000 },
    );
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
