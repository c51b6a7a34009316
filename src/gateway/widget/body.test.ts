import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookOf } from './body.ts';

describe('lookOf', () => {
  it('leaves plain text as it is, also where it names orders and items', () => {
    expect(lookOf('Where is Q-1042?\nI need <b>it</b>.')).toEqual({ parts: null, large: false });
    expect(lookOf('')).toEqual({ parts: null, large: false });
  });

  it('sets code and links apart, without the marks of the code', () => {
    expect(lookOf('Try `npm ci`, see https://example.com/a.\n```html\n<b>x</b>\n```\nBye').parts).toEqual([
      { kind: 'text', text: 'Try ' },
      { kind: 'code', text: 'npm ci' },
      { kind: 'text', text: ', see ' },
      { kind: 'link', text: 'https://example.com/a', href: 'https://example.com/a', leadsTo: null },
      { kind: 'text', text: '.\n' },
      { kind: 'block', text: '<b>x</b>' },
      { kind: 'text', text: 'Bye' },
    ]);
  });

  it('says where a disguised link leads', () => {
    expect(lookOf('https://p\u0430ypal.com/').parts).toEqual([
      {
        kind: 'link',
        text: 'https://p\u0430ypal.com/',
        href: 'https://xn--pypal-4ve.com/',
        leadsTo: 'xn--pypal-4ve.com',
      },
    ]);
  });

  it('shows a few emoji large', () => {
    expect(lookOf('👍🏽 🎉').large).toBe(true);
    expect(lookOf('👍🏽 ok').large).toBe(false);
  });

  it('makes links of web and mail addresses only, of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        for (const part of lookOf(`javascript:${text} https://${text}`).parts ?? [])
          if (part.kind === 'link') expect(part.href).toMatch(/^(https?:\/\/|mailto:)/);
      }),
    );
  });
});
