import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeMention, MAX_MENTIONS, mentionBeingTyped, mentionedIds, mentionsIn } from './mentions.ts';

const people = [
  { id: '1', username: 'ann' },
  { id: '2', username: 'ann.lee' },
  { id: '3', username: 'Åsa' },
];

describe('mentions', () => {
  it.each([
    ['@ann please', ['1']],
    ['Ask @ANN, @ann.lee.', ['1', '2']],
    ['(@åsa)', ['3']],
    ['me@ann.example and @annika', []],
    ['@ann.example.com', []],
    ['@ann@ann.lee', []],
    ['nothing here @', []],
  ])('of “%s” are %j', (text, expected) => {
    expect(mentionedIds(text, people)).toEqual(expected);
  });

  it('are where the text names people, in order, and never overlap', () => {
    const word = fc.constantFrom('@ann', '@ann.lee', '@åsa', 'ann', ' ', ', ', 'x', '@', '.', '\n', '😀');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const text = words.join('');
        let before = 0;
        for (const { start, end, id } of mentionsIn(text, people)) {
          expect(start).toBeGreaterThanOrEqual(before);
          const name = people.find((person) => person.id === id)?.username;
          expect(text.slice(start, end).toLowerCase()).toBe(`@${name?.toLowerCase()}`);
          before = end;
        }
        expect(mentionedIds(text, people).length).toBeLessThanOrEqual(MAX_MENTIONS);
      }),
    );
  });

  it('that are being typed are completed in place', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'Hi ', 'Hi, '), fc.constantFrom('', ' then', '!'), (before, after) => {
        const text = `${before}@an${after}`;
        const typed = mentionBeingTyped(text, before.length + 3);
        expect(typed).toEqual({ start: before.length, query: 'an' });
        if (typed === null) return;
        const done = completeMention(text, typed, 'ann');
        expect(mentionedIds(done.text, people)).toEqual(['1']);
        expect(done.text.slice(0, done.caret)).toBe(`${before}@ann `);
      }),
    );
    expect(mentionBeingTyped('me@an', 5)).toBeNull();
    expect(mentionBeingTyped('@ann and', 8)).toBeNull();
  });
});
