import { expect, it } from 'vitest';
import { makeOutboxEntry } from '../../../../../tests/support/make/command.ts';
import { makeThreshold } from '../../../../../tests/support/make/item.ts';
import { pendingThreshold } from './use-pending-thresholds.ts';

const PLACE = { itemId: 'tea', locationId: 'shop', category: 'kitchen' };

it('finds the newest change of a threshold of a place that the server has not taken', () => {
  const change = (createdAt: number, rest: Parameters<typeof makeOutboxEntry>[0] = {}, scope = {}) =>
    makeOutboxEntry({
      type: 'inventory.set_threshold',
      data: { threshold: makeThreshold({ itemId: 'tea', ...scope }), removed: false },
      createdAt,
      ...rest,
    });
  const refused = change(2, { state: 'refused' });
  const later = change(3);
  const others = [
    change(5, { state: 'settled' }),
    change(6, { withdrawing: true }),
    change(7, {}, { itemId: 'mug' }),
    change(8, {}, { locationId: 'store' }),
    makeOutboxEntry({ type: 'inventory.set_threshold', data: { nonsense: true }, createdAt: 9 }),
    makeOutboxEntry({ createdAt: 10 }),
  ];
  expect(pendingThreshold(others, PLACE)).toBeNull();
  // The refusal is named until there is something newer.
  expect(pendingThreshold([...others, refused, change(1)], PLACE)?.entry).toBe(refused);
  expect(pendingThreshold([...others, later, refused], PLACE)?.entry).toBe(later);
});
