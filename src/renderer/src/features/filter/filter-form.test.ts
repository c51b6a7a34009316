import { describe, expect, it } from 'vitest';
import { DEFAULT_FILTER, MAX_FILTER_WORDS } from '#shared/domain/filter.ts';
import { contentOf, EMPTY_FILTER, entriesOf, formOf } from './filter-form.ts';

const rules = { ...DEFAULT_FILTER, words: ['dumb', 'free money'], version: 4 };

describe('the rules as typed', () => {
  it('become the rules that they were made from', () => {
    const { words, flood, repeatSeconds } = rules;
    expect(contentOf(formOf(rules))).toEqual({ ok: true, content: { words, flood, repeatSeconds } });
    const off = { ...rules, flood: null, repeatSeconds: null };
    expect(contentOf(formOf(off))).toEqual({
      ok: true,
      content: { words, flood: null, repeatSeconds: null },
    });
    expect(formOf(rules).seen).toBe(4);
  });

  it('have one entry a line, each once', () => {
    expect(entriesOf(' a \n\n b\r\n')).toEqual(['a', 'b']);
    expect(contentOf({ ...EMPTY_FILTER, words: 'Dumb\ndúmb\n' })).toMatchObject({
      content: { words: ['dúmb'] },
    });
  });

  it('say what is wrong', () => {
    expect(contentOf({ ...formOf(rules), words: `ok\n!!\n${'x'.repeat(61)}` })).toMatchObject({
      errors: { words: ['!!', 'x'.repeat(61)], many: false },
    });
    const many = Array.from({ length: MAX_FILTER_WORDS + 1 }, (_, n) => `w${n}`).join('\n');
    expect(contentOf({ ...formOf(rules), words: many })).toMatchObject({ errors: { words: [], many: true } });
    expect(
      contentOf({ ...formOf(rules), messages: '1', seconds: 'soon', repeatSeconds: '601' }),
    ).toMatchObject({
      errors: { fields: new Set(['messages', 'seconds', 'repeatSeconds']) },
    });
    // What is off need not be filled in.
    expect(
      contentOf({ ...formOf(rules), flood: false, messages: '', repeat: false, repeatSeconds: '' }).ok,
    ).toBe(true);
  });
});
