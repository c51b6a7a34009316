import { expect, it } from 'vitest';
import { makeOutboxEntry } from '../../../../../../tests/support/make/command.ts';
import { newId } from '../../../lib/new-id.ts';
import { pendingReservations } from './use-pending-reservations.ts';

it('finds the unconfirmed reservations of an item, and those being released', () => {
  const reservation = (itemId: string, quantity: number) => ({
    reservationId: newId(),
    itemId,
    locationId: 'shop',
    quantity,
    orderId: null,
    expiresAt: null,
  });
  const entries = [
    makeOutboxEntry({ type: 'inventory.reserve', data: reservation('tea', 2), createdAt: 1 }),
    makeOutboxEntry({
      type: 'inventory.reserve',
      data: reservation('tea', 3),
      createdAt: 2,
      state: 'refused',
    }),
    makeOutboxEntry({ type: 'inventory.reserve', data: reservation('tea', 4), state: 'settled' }),
    makeOutboxEntry({ type: 'inventory.reserve', data: reservation('mug', 5) }),
    makeOutboxEntry({ type: 'inventory.reserve', data: { nonsense: true } }),
    makeOutboxEntry({ type: 'inventory.release', data: { reservationId: 'r1', reason: 'stock.released' } }),
    makeOutboxEntry({
      type: 'inventory.release',
      data: { reservationId: 'r2', reason: 'stock.released' },
      state: 'refused',
    }),
  ];
  const { made, released } = pendingReservations(entries, 'tea');
  expect(made.map(({ quantity }) => quantity)).toEqual([3, 2]);
  expect([...released]).toEqual(['r1']);
});
