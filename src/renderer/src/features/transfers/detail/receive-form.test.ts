import { describe, expect, it } from 'vitest';
import { arrivingLines, EMPTY_RECEIPT, missingOf } from './receive-form.ts';

const line = (itemId: string, sent: number, received = 0) => ({
  ...{ itemId, sku: itemId, name: itemId, quantity: sent, sent, received, writtenOff: 0, returned: 0 },
});

describe('a receipt', () => {
  it('takes whole numbers up to what is in transit, and says what is missing', () => {
    const form = { ...EMPTY_RECEIPT, arrived: { tea: ' 2 ', mug: '9', pot: '1.5' } };
    const rows = arrivingLines([line('tea', 5, 1), line('mug', 3), line('pot', 2), line('cup', 4, 4)], form);
    expect(
      rows.map(({ line: { itemId }, open, quantity, problem }) => [itemId, open, quantity, problem]),
    ).toEqual([
      ['tea', 4, 2, null],
      ['mug', 3, 9, 'above'],
      ['pot', 2, 0, 'invalid'],
    ]);
    expect(missingOf(rows)).toEqual([
      { itemId: 'tea', name: 'tea', quantity: 2 },
      { itemId: 'pot', name: 'pot', quantity: 2 },
    ]);
  });
});
