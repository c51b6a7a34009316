import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';

const en = createFormat('en-GB', 'UTC');
const de = createFormat('de-DE', 'Europe/Berlin');
const plain = (text: string): string => text.replace(/\s/gu, ' ');
const AT = Date.UTC(2026, 10, 21, 13, 2, 31);

describe('format', () => {
  it('writes money in full, with the digits of its currency', () => {
    expect(en.money(123_456_789, 'USD')).toBe('$1,234,567.89');
    expect(en.money(-5, 'USD')).toBe('-$0.05');
    expect(en.money(1234, 'JPY')).toBe('¥1,234');
    expect(plain(de.money(123_456, 'EUR'))).toBe('1.234,56 €');
  });

  it('shortens money only where it would not fit', () => {
    expect(en.moneyShort(999_999, 'USD')).toBe('$9,999.99');
    expect(en.moneyShort(1_284_655, 'USD')).toBe('$12,847');
    expect(en.moneyShort(128_465_500, 'USD')).toBe('$1.3m');
    expect(en.moneyShort(-1_284_655, 'USD')).toBe('-$12,847');
  });

  it('shows what is missing as a dash, never as zero', () => {
    expect([
      en.integer(null),
      en.money(null, 'USD'),
      en.percent(null),
      en.change(null),
      en.duration(null),
    ]).toEqual(['–', '–', '–', '–', '–']);
  });

  it('signs changes', () => {
    expect(en.change(0.2)).toBe('+20%');
    expect(en.change(-0.051)).toBe('-5.1%');
    expect(en.change(0)).toBe('0%');
    expect(plain(de.change(12.345))).toBe('+1.235 %');
    expect(en.delta(-3)).toBe('-3');
  });

  it('writes times in its zone', () => {
    expect(en.clock(AT)).toBe('13:02:31');
    expect(de.clock(AT)).toBe('14:02:31');
    expect(en.clock(Date.UTC(2026, 0, 1))).toBe('00:00:00');
  });

  it('leaves the date out only on the same day in its zone', () => {
    expect(en.moment(AT, AT + 3_600_000)).toBe('13:02:31');
    const late = Date.UTC(2026, 10, 21, 23, 30);
    expect(en.moment(late, late + 3_600_000)).toContain('21 Nov 2026');
    expect(de.moment(late, late + 3_600_000)).toBe('00:30:00');
  });

  it('shows money with all minor digits or with none, unless it is shortened', () => {
    for (const format of [en, de])
      for (const short of [format.moneyShort, format.moneyAxis])
        for (const minor of [0, 50, 250, 12_345, 99_999, 1_234_567, 10_000_000, 83_415_420, 123_456_789]) {
          const text = plain(short(minor, 'USD'));
          // One digit after the point only before a word or letter for thousands or millions.
          expect(text).not.toMatch(/[.,]\d(?!\d)(?!\s?(?:[km]|Mio))/i);
        }
    expect(plain(de.moneyShort(83_415_420, 'USD'))).toBe('834.154 $');
    expect(plain(de.moneyShort(123_456_789, 'USD'))).toBe('1,2 Mio. $');
    expect(plain(de.moneyAxis(10_000_000, 'USD'))).toBe('100.000 $');
    expect(plain(de.moneyAxis(250, 'USD'))).toBe('2,50 $');
  });

  it('gives one age in long and in short form', () => {
    for (let past = 60_000; past < 5 * 86_400_000; past = Math.ceil(past * 1.37)) {
      const digits = (text: string): string => text.replace(/\D/g, '');
      expect(digits(en.ago(AT, AT + past)) || '1').toBe(digits(en.age(AT, AT + past)));
    }
  });

  it('says how long ago', () => {
    expect(en.ago(AT, AT + 3000)).toBe('now');
    expect(en.ago(AT, AT + 180_000)).toBe('3 minutes ago');
    expect(de.ago(AT, AT + 7_200_000)).toBe('vor 2 Stunden');
    expect(plain(en.age(AT, AT + 61_000))).toBe('1 min');
    expect(plain(en.age(AT, AT - 5000))).toBe('0 secs');
  });

  it('scales bytes and durations', () => {
    expect(plain(en.bytes(61_400_000))).toBe('61.4 MB');
    expect(plain(en.duration(4.4))).toBe('4 ms');
    expect(plain(en.duration(1500))).toBe('1.5 secs');
  });
});
