import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countersOf,
  DEFAULT_FILTER,
  dayBefore,
  FILTER_COUNTS,
  type FilterTally,
  FilterWord,
  filterKey,
  filterText,
  hitsOf,
  MAX_FILTER_WORD,
  slowedBy,
  tidyFilter,
} from './filter.ts';

const masked = (text: string, ...list: string[]): string => filterText(text, list).text;

describe('words of the list', () => {
  it('are masked as whole words, without case and accents', () => {
    expect(masked('What a DUMB shop', 'dumb')).toBe('What a •••• shop');
    expect(masked('dumbbell, dumb, so-dumb!', 'dumb')).toBe('dumbbell, ••••, so-••••!');
    expect(masked('Crème brûlée', 'creme')).toBe('••••• brûlée');
    expect(masked('Cre\u0300me', 'crème')).toBe('••••••');
    expect(masked('STRASSE und Straße', 'straße')).toBe('••••••• und ••••••');
    expect(masked('du\u00admb d\u200dumb', 'dumb')).toBe('••••• •••••');
    expect(masked('ｄｕｍｂ', 'dumb')).toBe('••••');
  });

  it('are found in any script, also in those without spaces', () => {
    expect(masked('Это плохой день', 'ПЛОХОЙ')).toBe('Это •••••• день');
    expect(masked('كلمة سَيِّئة هنا', 'سيئة')).toMatch(/^كلمة •+ هنا$/u);
    expect(masked('我说坏话吗', '坏话')).toBe('我说••吗');
    expect(masked('これはガギです', 'カキ')).toBe('これはガギです');
    expect(masked('คำหยาบคาย', 'หยาบ')).toMatch(/^คำ•+คาย$/u);
    expect(masked('बुरा शब्द', 'बुरा')).toBe('•••• शब्द');
  });

  it('may be phrases, with what people write between words', () => {
    expect(masked('Get FREE   money now', 'free money')).toBe('Get ••••   ••••• now');
    expect(masked('free-money', 'free money')).toBe('••••-•••••');
    expect(masked('free, said he; money', 'free money')).toBe('free, said he; money');
    // The longest entry wins, and what was masked joins nothing.
    expect(filterText('a b c', ['a', 'a b c'])).toEqual({ text: '• • •', masked: { cards: 0, words: 1 } });
    expect(masked('x bad y', 'bad', 'x y')).toBe('x ••• y');
  });

  it('are counted apart from card numbers', () => {
    expect(filterText('dumb 4242 4242 4242 4242, DUMB', ['dumb'])).toEqual({
      text: '•••• •••• •••• •••• 4242, ••••',
      masked: { cards: 1, words: 2 },
    });
    expect(filterText('Hello', ['dumb'])).toEqual({ text: 'Hello', masked: null });
    expect(hitsOf({ cards: 1, words: 2 })).toEqual([
      { rule: 'cards', parts: 1 },
      { rule: 'words', parts: 2 },
    ]);
    expect(hitsOf({ cards: 0, words: 2 })).toEqual([{ rule: 'words', parts: 2 }]);
  });

  it('are as a naive search finds them', () => {
    const letter = fc.constantFrom('a', 'b', 'A', 'é', 'e', ' ', '-', '坏', '话');
    const entry = fc.string({ unit: letter, minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.string({ unit: letter, maxLength: 40 }),
        fc.array(entry, { maxLength: 6 }),
        (text, list) => {
          expect(filterText(text, list).text).toBe(naive(text, list));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keep the length of texts, and masking twice is masking once', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), { maxLength: 5 }),
        fc.nat(50),
        (around, list, at) => {
          const text = `${around.slice(0, at)} ${list.join(' ')} ${around.slice(at)}`;
          const once = filterText(text, list);
          expect(once.text).toHaveLength(text.length);
          const again = filterText(once.text, list);
          expect(again).toEqual({ text: once.text, masked: null });
          if (once.masked === null) expect(once.text).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('take linear time, whatever the text and the list', () => {
    const list = Array.from({ length: 500 }, (_, n) => `${'a '.repeat(28)}${n}`);
    const timeOf = (length: number): number => {
      const text = 'a '.repeat(length / 2);
      const start = performance.now();
      filterText(text, list);
      return performance.now() - start;
    };
    timeOf(10_000);
    expect(timeOf(10_000)).toBeLessThan(500);
    expect(filterText(`e${'\u0301'.repeat(9_000)}`, ['e']).masked?.words).toBe(1);
  });

  it('have no empty entries and no two that mean the same', () => {
    expect(FilterWord.safeParse('  Dumb ').data).toBe('Dumb');
    for (const wrong of ['', '  ', '!?', '\u0301', 'x'.repeat(MAX_FILTER_WORD + 1)])
      expect(FilterWord.safeParse(wrong).success).toBe(false);
    expect(filterKey('Free  MÓNEY!')).toBe('free money');
    const { words } = tidyFilter({
      ...DEFAULT_FILTER,
      words: ['zebra', 'Dumb', 'dúmb', 'free-money', 'Free money'],
    });
    expect(words).toEqual(['dúmb', 'Free money', 'zebra']);
  });
});

/** Masks entry by entry, by comparing at every place. For letters of one unit. */
function naive(text: string, list: readonly string[]): string {
  const fold = (part: string): string => part.toLowerCase().replaceAll('é', 'e');
  const cut = (part: string): { word: string; at: number }[] =>
    [...fold(part).matchAll(/[a-z]+|[坏话]/g)].map(({ 0: word, index }) => ({ word, at: index }));
  const words = cut(text);
  const entries = list.map((entry) => cut(entry).map(({ word }) => word)).filter(({ length }) => length > 0);
  const fits = (entry: readonly string[], from: number): boolean =>
    entry.every((word, n) => {
      const [found, before] = [words[from + n], words[from + n - 1]];
      if (found?.word !== word) return false;
      return n === 0 || (before !== undefined && found.at - before.at - before.word.length <= 8);
    });
  const characters = [...text];
  for (let at = 0; at < words.length; ) {
    const length = Math.max(0, ...entries.filter((entry) => fits(entry, at)).map((entry) => entry.length));
    for (const { word, at: from } of words.slice(at, at + length))
      characters.fill('•', from, from + word.length);
    at += Math.max(1, length);
  }
  return characters.join('');
}

describe('visitors who write too fast', () => {
  const rules = { flood: { messages: 3, seconds: 10 }, repeatSeconds: 30 };
  const sent = (...seconds: number[]) => seconds.map((at) => ({ body: `m${at}`, at: at * 1000 }));

  it('wait until their messages fit into the time again', () => {
    expect(slowedBy(rules, sent(9, 8), 'x', 10_000)).toBeNull();
    expect(slowedBy(rules, sent(9, 8, 5), 'x', 10_000)).toEqual({ rule: 'flood', waitMs: 5_000 });
    expect(slowedBy(rules, sent(9, 8, 5), 'x', 15_000)).toBeNull();
    expect(slowedBy({ ...rules, flood: null }, sent(9, 9, 9, 9), 'x', 10_000)).toBeNull();
  });

  it('wait with a text that they sent already, however it is spaced and cased', () => {
    const before = [{ body: 'Where is  my\nparcel?', at: 1_000 }];
    expect(slowedBy(rules, before, ' where is my PARCEL? ', 11_000)).toEqual({
      rule: 'repeat',
      waitMs: 20_000,
    });
    expect(slowedBy(rules, before, 'where is my parcel', 11_000)).toBeNull();
    expect(slowedBy(rules, before, 'Where is my parcel?', 31_000)).toBeNull();
    expect(slowedBy({ ...rules, repeatSeconds: null }, before, 'Where is my parcel?', 1_000)).toBeNull();
    // Files without a text are not the same.
    expect(slowedBy(rules, [{ body: '', at: 1_000 }], '', 1_000)).toBeNull();
  });

  it('never wait longer than the rules say, also after the clock was set back', () => {
    const time = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(fc.array(time, { maxLength: 20 }), time, (times, now) => {
        const before = times.sort((a, b) => b - a).map((at) => ({ body: 'same', at }));
        const slowed = slowedBy(rules, before, 'same', now);
        const recent = times.filter((at) => at <= now && at > now - 10_000).length;
        const again = times.some((at) => at <= now && at > now - 30_000);
        expect(slowed?.rule ?? null).toBe(recent >= 3 ? 'flood' : again ? 'repeat' : null);
        if (slowed === null) return;
        expect(slowed.waitMs).toBeGreaterThan(0);
        expect(slowed.waitMs).toBeLessThanOrEqual(30_000);
        expect(
          slowedBy(
            rules,
            before.filter(({ at }) => at <= now),
            'same',
            now + slowed.waitMs,
          )?.rule,
        ).not.toBe(slowed.rule);
      }),
    );
  });
});

describe('counts', () => {
  it('are added up by the days before today', () => {
    const tally = (day: string, messages: number): FilterTally => ({
      ...{ day, rule: 'words', messages, parts: messages * 2, since: 5 },
    });
    const tallies = [
      tally('2026-03-01', 1),
      tally('2026-02-23', 10),
      tally('2026-02-22', 100),
      tally('2026-01-31', 1_000),
      tally('2026-01-30', 10_000),
      tally('2026-03-02', 7),
      tally('total', 99_999),
    ];
    const counters = countersOf(tallies, '2026-03-01');
    expect(counters.map(({ rule }) => rule)).toEqual(FILTER_COUNTS);
    expect(counters.find(({ rule }) => rule === 'words')).toEqual({
      rule: 'words',
      today: { messages: 1, parts: 2 },
      week: { messages: 11, parts: 22 },
      month: { messages: 1_111, parts: 2_222 },
      total: { messages: 99_999, parts: 199_998 },
      since: 5,
    });
    expect(counters[0]?.since).toBeNull();
    expect(dayBefore('2026-03-01', 1)).toBe('2026-02-28');
  });
});
