import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterSent, attemptFor, type Draft, decodeDraft, encodeDraft, inMode, rewritten } from './draft.ts';

describe('drafts', () => {
  it('come back as they were saved, in their mode', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== '' && !text.startsWith('\u001e')),
        fc.constantFrom('reply' as const, 'note' as const),
        (text, mode) => {
          expect(decodeDraft(encodeDraft({ mode, text }))).toEqual({ mode, text });
        },
      ),
    );
  });

  it('never come back as a reply when they were a note', () => {
    expect(decodeDraft(encodeDraft({ mode: 'note', text: 'angry customer' })).mode).toBe('note');
  });

  it('keep the stock figures that are in them', () => {
    const figures = [{ sku: 'TEA', units: 12, start: 0, end: 2 }];
    const draft = { mode: 'note' as const, text: '12 left', figures };
    expect(decodeDraft(encodeDraft(draft))).toEqual(draft);
    expect(decodeDraft(`12 left\u001eabout\u001enonsense`)).toEqual({ mode: 'reply', text: '12 left' });
    // A draft that would be too long with them is saved without.
    expect(encodeDraft({ ...draft, mode: 'reply', text: `12 ${'x'.repeat(9_990)}` })).toHaveLength(9_993);
  });

  it('keep up to where their writer had read', () => {
    const draft = { mode: 'reply' as const, text: 'Yes', seen: 41 };
    expect(decodeDraft(encodeDraft(draft))).toEqual(draft);
  });

  it('keep a text for each mode, through any switching and any restart', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('mode' as const),
        mode: fc.constantFrom('reply' as const, 'note' as const),
      }),
      fc.record({ kind: fc.constant('write' as const), text: fc.constantFrom('', 'Yes', 'angry customer') }),
      fc.record({ kind: fc.constant('restart' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const texts = { reply: '', note: '' };
        let draft: Draft = { mode: 'reply', text: '' };
        for (const one of steps) {
          if (one.kind === 'mode') draft = inMode(draft, one.mode);
          else if (one.kind === 'write') {
            draft = rewritten(draft, { text: one.text });
            texts[draft.mode] = one.text;
          } else draft = decodeDraft(encodeDraft(draft));
          expect(draft.text).toBe(texts[draft.mode]);
        }
        expect(inMode(draft, 'reply').text).toBe(texts.reply);
        expect(inMode(draft, 'note').text).toBe(texts.note);
      }),
    );
  });

  it('are removed when nothing is left of them', () => {
    expect(encodeDraft({ mode: 'note', text: ' \n ' })).toBe('');
    expect(decodeDraft('')).toEqual({ mode: 'reply', text: '' });
  });
});

describe('sending', () => {
  it('keeps what was written while the command became durable', () => {
    expect(afterSent('hello', 'hello')).toBe('');
    expect(afterSent('hello\nand more', 'hello')).toBe('and more');
    expect(afterSent('something else', 'hello')).toBe('something else');
  });

  it('repeats the same command for the same text and makes another for another', () => {
    let n = 0;
    const newId = (): string => `id-${++n}`;
    const first = attemptFor(null, { mode: 'reply', text: 'hi' }, newId);
    expect(attemptFor(first, { mode: 'reply', text: 'hi' }, newId)).toBe(first);
    const note = attemptFor(first, { mode: 'note', text: 'hi' }, newId);
    expect(note.commandId).not.toBe(first.commandId);
    expect(note.messageId).not.toBe(first.messageId);
    const later = attemptFor(first, { mode: 'reply', text: 'hi', seen: 5 }, newId);
    expect(later.commandId).not.toBe(first.commandId);
  });
});
