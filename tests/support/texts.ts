import fc from 'fast-check';

/** Words of many scripts, with their traps: accents, ligatures, final sigma, dotless i, joiners, compatibility forms. */
export const WORDS = [
  'refund',
  'Refunded',
  'refunds',
  'order',
  'Straße',
  'STRASSE',
  'ẞ',
  'İstanbul',
  'ısparta',
  'ISPARTA',
  'ﬁne',
  'naïve',
  'cafe\u0301',
  'Мой',
  'пришёл',
  'пришел',
  'заказ',
  'ΟΔΟΣ',
  'οδός',
  'όδοσ',
  'שָׁלוֹם',
  'שלום',
  'مُحَمَّد',
  'محمد',
  'می\u200cخواهم',
  '한국어',
  '한국어를',
  'ㅎ',
  '하',
  'ガイド',
  'ｶﾞｲﾄﾞ',
  'カイト',
  'メッセージ',
  '東京タワー',
  '東京',
  '京',
  '注文はどこですか',
  'हिन्दी',
  'हिन्दीमें',
  'क\u094d\u200dष',
  'ภาษาไทย',
  'ภาษา',
  'ไทย',
  'ລາວ',
  'ខ្មែរ',
  'မြန်မာ',
  '½',
  '3½',
  'ｆｕｌｌ',
  'Ａ１',
  '👍',
  '👨\u200d👩\u200d👧',
  '🇩🇪',
  'x\ud800y',
  '\udc00',
  'so\u00adft',
  'a\u200bb',
  '№5',
  '①',
  'Ⅷ',
  '𝒜',
  'iPhone用',
  'anna@example.com',
  'O\u2019Neill',
  "don't",
  'SKU-12',
  '"quoted"',
  '*',
  'NEAR',
  'AND',
  'tho\u0303\u0302i',
  '\u0301',
  '\u3099',
  '!?',
] as const;

const SPACES = [' ', ' ', '  ', '\n', '\t', '\u00a0', '\u3000', ', ', '-', '/', ''] as const;

/**
 * Any character, without halves of surrogate pairs: what `unit: 'binary'` gives, for which fast-check first makes a table of a
 * million characters.
 */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10_f7ff })
  .map((n) => String.fromCodePoint(n < 0xd800 ? n : n + 0x800));

const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);

/** Texts of words that are known to be difficult, and of any characters. */
export function textArbitrary(maxWords = 8): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(word, fc.constantFrom(...SPACES)), { maxLength: maxWords })
    .map((parts) => parts.flat().join(''));
}
