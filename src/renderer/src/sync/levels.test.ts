import { describe, expect, it } from 'vitest';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { patchPages, patchRow } from './levels.ts';

const row: StockRow = {
  itemId: 'i1',
  sku: 'S',
  name: 'N',
  category: 'C',
  barcode: null,
  price: 1,
  cost: null,
  currency: 'USD',
  backorderLimit: 0,
  locationId: 'l1',
  locationName: 'L',
  onHand: 10,
  committed: 1,
  unavailable: 0,
  incoming: 0,
  available: 9,
  pendingOnHand: 0,
  lowAt: 5,
  outAt: 0,
  status: 'ok',
  seq: 100,
  at: 0,
};
const level = { itemId: 'i1', locationId: 'l1', onHand: 6, committed: 2, unavailable: 0, seq: 101, at: 1 };

describe('level patches', () => {
  it('put a newer level in, with what follows from it', () => {
    expect(patchRow(row, level)).toMatchObject({
      onHand: 6,
      committed: 2,
      available: 4,
      status: 'low',
      seq: 101,
      at: 1,
      name: 'N',
    });
    expect(patchRow(row, { ...level, onHand: 2 }).status).toBe('out');
  });

  it('are judged by the limits of their own location', () => {
    const strict = { ...row, lowAt: 5, outAt: 2 };
    const on = (onHand: number): string => patchRow(strict, { ...level, onHand, committed: 0 }).status;
    expect([6, 5, 3, 2].map(on)).toEqual(['ok', 'low', 'low', 'out']);
  });

  it('never go back', () => {
    expect(patchRow(row, { ...level, seq: 100 })).toBe(row);
    expect(patchRow(row, { ...level, seq: 99 })).toBe(row);
    expect(patchRow(row, { ...level, locationId: 'l2' })).toBe(row);
  });

  it('keep every object that did not change', () => {
    const other = { ...row, itemId: 'i2' };
    const asOf = { seq: 1, at: null };
    const data = {
      pages: [
        { rows: [row, other], next: null, asOf, total: 2 },
        { rows: [{ ...row, itemId: 'i3' }], next: null, asOf, total: 2 },
      ],
      pageParams: [null, 'k'],
    };
    const next = patchPages(data, new Map([['i1:l1', level]]));
    expect(next).not.toBe(data);
    expect(next.pages[0]?.rows[1]).toBe(other);
    expect(next.pages[1]).toBe(data.pages[1]);
    expect(patchPages(data, new Map([['x:y', level]]))).toBe(data);
  });
});
