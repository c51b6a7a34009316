import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterSent, attemptFor, decodeDraft, encodeDraft, lengthLeft, MESSAGE_LIMIT } from './draft.ts';

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
  });
});

describe('lengthLeft', () => {
  it('counts without the blanks around, and shows itself near the limit', () => {
    expect(lengthLeft('  abc ')).toEqual({ left: MESSAGE_LIMIT - 3, show: false });
    expect(lengthLeft('x'.repeat(MESSAGE_LIMIT - 10))).toEqual({ left: 10, show: true });
    expect(lengthLeft('x'.repeat(MESSAGE_LIMIT + 1)).left).toBe(-1);
  });
});
