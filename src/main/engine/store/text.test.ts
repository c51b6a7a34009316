import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textArbitrary, WORDS } from '../../../../tests/support/texts.ts';
import {
  foldWords,
  ftsQuery,
  indexText,
  likePatterns,
  matchesTerms,
  prefixOnlyQuery,
  searchTerms,
  snippet,
} from './text.ts';

describe('foldWords', () => {
  it.each([
    ['Where is my ORDER?', 'where is my order'],
    ['Мой заказ пришёл', 'мои заказ пришел'],
    ['Straße, STRASSE, ẞ', 'strasse strasse ss'],
    ['ΟΔΌΣ όδος', 'οδοσ οδοσ'],
    ['İstanbul ISPARTA ısparta', 'istanbul isparta isparta'],
    ['ﬁne ｆｕｌｌ ½ №5', 'fine full 1 2 no5'],
    ['שָׁלוֹם مُحَمَّد', 'שלום محمد'],
    ['ガイド ｶﾞｲﾄﾞ カイト', 'ガイド ガイド カイト'],
    ['東京タワー123 iPhone用', '東京タワー 123 iphone 用'],
    ['हिन्दी', 'हिन्दी'],
    ['ภาษาไทย', 'ภาษาไทย'],
    ['👨\u200d👩\u200d👧 ok👍', '👨👩👧 ok 👍'],
    ['می\u200cخواهم so\u00adft a\u200bb', 'میخواهم soft a b'],
    ['a\ud800b', 'a b'],
    [' \u0301 !? ', ''],
  ])('folds %j to %j', (text, folded) => {
    expect(foldWords(text)).toBe(folded);
  });

  it('finds part of a Hangul syllable in the whole, so that results appear while it is typed', () => {
    expect(foldWords('한국').startsWith(foldWords('하'))).toBe(true);
    expect(foldWords('한국').startsWith(foldWords('한ㄱ'))).toBe(true);
  });

  it('is the same for folded text, in whatever case and form a text is written', () => {
    fc.assert(
      fc.property(textArbitrary(), (text) => {
        const folded = foldWords(text);
        expect(foldWords(folded)).toBe(folded);
        expect(foldWords(text.toLowerCase())).toBe(folded);
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'])
          expect(foldWords(text.toWellFormed().normalize(form))).toBe(foldWords(text.toWellFormed()));
      }),
    );
  });

  it('folds ASCII by its short path like any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        // A character that folds to nothing forces the other path.
        expect(foldWords(`${text}\u00ad`)).toBe(foldWords(text));
      }),
    );
  });
});

/** An index over texts, as caches have it. */
function indexOf(texts: readonly string[]) {
  const db = new Database(':memory:');
  db.exec(
    `CREATE VIRTUAL TABLE t USING fts5(words, content='', tokenize='ascii', prefix='2 3', detail='none', columnsize=0);
     CREATE TABLE plain (k INTEGER PRIMARY KEY, words TEXT)`,
  );
  const insert = db.prepare('INSERT INTO t (rowid, words) VALUES (?, ?)');
  const plain = db.prepare('INSERT INTO plain VALUES (?, ?)');
  texts.forEach((text, i) => {
    insert.run(i, indexText(text));
    plain.run(i, foldWords(text));
  });
  return {
    close: () => db.close(),
    match: (query: string): number[] =>
      db.prepare<[string], number>('SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid').pluck().all(query),
    like: (patterns: readonly string[]): number[] =>
      db
        .prepare<string[], number>(
          `SELECT k FROM plain WHERE ${patterns.map(() => `' ' || words || ' ' LIKE ?`).join(' AND ')} ORDER BY k`,
        )
        .pluck()
        .all(...patterns),
  };
}

describe('the text index', () => {
  it('finds what a scan finds: every word, by whole words, beginnings and parts of runs', () => {
    fc.assert(
      fc.property(
        fc.array(textArbitrary(), { minLength: 1, maxLength: 12 }),
        fc.array(textArbitrary(3), { maxLength: 6 }),
        (texts, more) => {
          const index = indexOf(texts);
          const folded = texts.map(foldWords);
          const queries = [...more, ...texts.flatMap((text) => text.split(/\s+/u))];
          const halves = queries.map((query) => query.slice(0, Math.ceil(query.length / 2)));
          for (const query of [...queries, ...halves]) {
            const terms = searchTerms(query);
            if (terms.length === 0) continue;
            const scan = (exact: boolean): number[] =>
              folded.flatMap((text, i) => (matchesTerms(text, terms, exact) ? [i] : []));
            const checked = (found: readonly number[]): number[] =>
              found.filter((i) => matchesTerms(folded[i] ?? '', terms));
            expect(checked(index.match(ftsQuery(terms)))).toEqual(scan(false));
            expect(checked(index.match(ftsQuery(terms, true)))).toEqual(scan(true));
            const only = prefixOnlyQuery(terms);
            const rest = scan(false).filter((i) => !scan(true).includes(i));
            expect(only === null ? [] : checked(index.match(only))).toEqual(rest);
            expect(index.like(likePatterns(terms))).toEqual(scan(false));
          }
          index.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds every text by each of its words', () => {
    fc.assert(
      fc.property(textArbitrary(), (text) => {
        for (const word of text.split(/\s+/u))
          expect(matchesTerms(foldWords(text), searchTerms(word))).toBe(true);
      }),
    );
    for (const word of WORDS)
      expect(matchesTerms(foldWords(`before ${word} after`), searchTerms(word)), word).toBe(true);
  });
});

describe('snippet', () => {
  it('shows the first match, also in a long text without spaces', () => {
    const thai = 'สวัสดี'.repeat(60);
    expect(snippet(`${thai}ภาษาไทย${thai}`, searchTerms('ภาษา'))).toContain('ภาษาไทย');
    const long = `${'one two three '.repeat(40)}refund ${'four '.repeat(40)}`;
    const cut = snippet(long, searchTerms('REF'));
    expect(cut).toContain('refund');
    expect(cut.length).toBeLessThanOrEqual(162);
  });
});
