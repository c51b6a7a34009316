import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receive } from '#shared/domain/purchasing.ts';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import { makePurchase, makePurchaseLine } from '../../../../../../tests/support/make/supplier.ts';
import {
  changeCount,
  countedOf,
  differencesOf,
  EMPTY_RECEIPT,
  lineOfCode,
  rebase,
  receiptData,
  scannedCount,
  staleCounts,
} from './receive-form.ts';

const line = (sku: string, supplierSku: string | null, barcode: string | null) => ({
  sku,
  supplierSku,
  barcode,
});
const LINES = [
  line('TEA-1', 'NS-1', '4006381333931'),
  line('MUG-1', null, null),
  line('TEA-1', 'NS-1', null),
];
const none = () => false;

describe('a scanned code', () => {
  it('finds its line by barcode, SKU or the SKU of the supplier, in any case', () => {
    expect(lineOfCode(LINES, '4006381333931', none)).toBe(0);
    expect(lineOfCode(LINES, ' mug-1 ', none)).toBe(1);
    expect(lineOfCode(LINES, 'ns-1', none)).toBe(0);
    expect(lineOfCode(LINES, 'unknown', none)).toBeNull();
    expect(lineOfCode(LINES, '  ', none)).toBeNull();
  });

  it('goes to the next line of the item once one is complete', () => {
    expect(lineOfCode(LINES, 'TEA-1', (n) => n === 0)).toBe(2);
    expect(lineOfCode(LINES, 'TEA-1', () => true)).toBe(0);
  });
});

describe('counting', () => {
  const order = makePurchase({
    lines: [makePurchaseLine({ received: 4 }), makePurchaseLine({ itemId: 'mug', quantity: 3 })],
  });

  it('keeps what was received when a line was first counted, and forgets lines that are emptied', () => {
    const first = changeCount([], 0, 4, { quantity: '2' });
    const second = changeCount(first, 0, 9, { quantity: '3' });
    expect(second).toMatchObject([{ line: 0, quantity: '3', expected: 4 }]);
    expect(countedOf(second, 0)).toBe(3);
    expect(countedOf(second, 1)).toBe(0);
    expect(changeCount(second, 0, 9, { quantity: '' })).toEqual([]);
  });

  it('names what is short and over', () => {
    const counts = changeCount(changeCount([], 0, 4, { quantity: '10' }), 1, 0, { quantity: '1' });
    expect(differencesOf(order.lines, counts)).toEqual([
      { line: 0, kind: 'over', quantity: 2 },
      { line: 1, kind: 'short', quantity: 2 },
    ]);
  });

  it('notices another delivery, and counts on from it only when told', () => {
    const counts = changeCount([], 0, 4, { quantity: '2' });
    const later = order.lines.map((one) => ({ ...one, received: one.received + 1 }));
    expect(staleCounts(order.lines, counts)).toEqual([]);
    expect(staleCounts(later, counts)).toEqual(counts);
    expect(rebase(later, counts)).toMatchObject([{ quantity: '2', expected: 5 }]);
  });

  it('becomes a command that agrees with the rules of receiving', () => {
    const counted = fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 15 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(counted, fc.boolean(), (all, acceptOver) => {
        const counts = all.reduce<ReturnType<typeof changeCount>>(
          (before, [n, quantity]) =>
            changeCount(before, n, order.lines[n]?.received ?? 0, { quantity: String(quantity) }),
          [],
        );
        const form = { ...EMPTY_RECEIPT, locationId: 'l1', counts, acceptOver };
        const data = receiptData('p1', form, 'UTC');
        expect(parseCommand('purchasing.receive', data).ok).toBe(true);
        const over = differencesOf(order.lines, counts).some(({ kind }) => kind === 'over');
        expect(receive(order, data?.arrivals ?? [], { acceptOver }).ok).toBe(acceptOver || !over);
      }),
    );
  });

  it('takes lots with the end of their last day, and no day without a lot', () => {
    const counts = changeCount([], 0, 4, { quantity: '2', lot: ' L1 ', expiresOn: '2026-03-31' });
    const form = { ...EMPTY_RECEIPT, locationId: 'l1', counts };
    expect(receiptData('p1', form, 'Europe/Berlin')?.arrivals).toEqual([
      {
        ...{ line: 0, quantity: 2, expected: 4 },
        lot: { code: 'L1', expiresAt: Date.parse('2026-04-01T00:00+02:00') },
      },
    ]);
    const dayOnly = changeCount(counts, 0, 4, { lot: '' });
    expect(receiptData('p1', { ...form, counts: dayOnly }, 'UTC')).toBeNull();
    expect(receiptData('p1', { ...form, counts: [] }, 'UTC')).toBeNull();
    expect(receiptData('p1', { ...form, locationId: null }, 'UTC')).toBeNull();
  });

  it('adds what a scanner reads, with lot and last day, and keeps lots apart', () => {
    const first = scannedCount([], 0, { units: 6, lot: 'L1', expiresOn: '2026-03-31' });
    expect(first).toEqual({ quantity: '6', lot: 'L1', expiresOn: '2026-03-31' });
    const counts = changeCount([], 0, 4, first ?? {});
    expect(scannedCount(counts, 0, { units: 1, lot: undefined, expiresOn: undefined })).toEqual({
      ...{ quantity: '7', lot: 'L1', expiresOn: '2026-03-31' },
    });
    expect(scannedCount(counts, 0, { units: 1, lot: 'L2', expiresOn: undefined })).toBeNull();
    expect(scannedCount(counts, 0, { units: 1, lot: 'L1', expiresOn: '2026-04-30' })).toBeNull();
    const plain = changeCount([], 0, 4, { quantity: '2' });
    expect(scannedCount(plain, 0, { units: 1, lot: 'L1', expiresOn: undefined })).toBeNull();
  });
});
