import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsWithCheckDigit, maskCards, maskCardsInName } from './card-numbers.ts';

/** The numbers that the networks publish for tests. */
const CARDS = [
  '4242424242424242',
  '4000056655665556',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '6011111111111117',
  '30569309025904',
  '3530111333300000',
  '6200000000000005',
];

describe('card numbers', () => {
  it('are masked but for their last four digits, however they are written', () => {
    for (const card of CARDS)
      expect(maskCards(`My card is ${card}, ok?`)).toBe(
        `My card is ${'•'.repeat(card.length - 4)}${card.slice(-4)}, ok?`,
      );
    expect(maskCards('4242 4242-4242.4242')).toBe('•••• ••••-••••.4242');
    expect(maskCards('(3782 822463 10005) and 4242424242424242')).toBe(
      '(•••• •••••• •0005) and ••••••••••••4242',
    );
  });

  it('are masked in the names of files, too, and nothing else of a name changes', () => {
    expect(maskCardsInName('card_4242_4242_4242_4242_front.jpg')).toBe('card_••••_••••_••••_4242_front.jpg');
    expect(maskCardsInName('4242424242424242.pdf')).toBe('••••••••••••4242.pdf');
    for (const name of ['IMG_20260105_093000.jpg', '_invoice_ 17_.pdf', '😀_4242 4242.png'])
      expect(maskCardsInName(name)).toBe(name);
  });

  it('are told from what only looks like them', () => {
    for (const other of [
      '4242424242424241',
      '4006381333931',
      '14006381333938',
      'A4242424242424242',
      '42424242424242424242',
      '4242  4242  4242  4242',
      'Order Q-107198, tracking 1234567890123456',
      '+49 30 901820 0 12 34 56',
    ])
      expect(maskCards(other)).toBe(other);
  });

  it('change only with their check digit, and texts keep their length', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('4', '51', '55', '2221', '6011'),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 15 }),
        fc.string({ unit: fc.constantFrom('a', ' ', ',', '\n', 'ß') }),
        (prefix, rest, around) => {
          const begun = (prefix + rest.join('')).slice(0, 15);
          const valid = [...Array(10).keys()].filter((digit) => endsWithCheckDigit(`${begun}${digit}`));
          expect(valid).toHaveLength(1);
          for (let digit = 0; digit < 10; digit += 1) {
            const text = `${around} ${begun}${digit} ${around}`;
            const masked = maskCards(text);
            expect(masked).toHaveLength(text.length);
            expect(masked.includes('•')).toBe(valid.includes(digit));
            expect(maskCards(masked)).toBe(masked);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
