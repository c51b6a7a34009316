import { describe, expect, it } from 'vitest';
import { makePayment } from '../../../../../../tests/support/make/order.ts';
import { timelineOf } from './timeline.ts';

const entry = (seq: number, at: number, kind: 'note' | 'fulfilled') => ({
  ...{ seq, at, kind, orderId: 'o1', text: null, actor: null, commandId: null },
});

describe('the timeline of an order', () => {
  it('has the newest first, and keeps the order of what happened at the same time', () => {
    const lines = timelineOf(
      { placedAt: 10 },
      [{ ...makePayment({ id: 'p1', at: 10 }), returned: [], lines: [], sold: [] }],
      [
        {
          ...{
            id: 's1',
            orderId: 'o1',
            lines: [{ line: 0, quantity: 1 }],
            locationId: null,
            locationName: null,
          },
          ...{ carrier: null, tracking: null, actor: null, at: 10 },
        },
      ],
      [entry(9, 30, 'note'), entry(8, 20, 'note'), entry(7, 10, 'fulfilled')],
    );
    expect(lines.map(({ key }) => key)).toEqual(['9', '8', '7', 's1', 'p1', 'placed']);
  });
});
