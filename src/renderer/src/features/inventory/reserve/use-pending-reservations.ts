import { useMemo } from 'react';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { inventoryCommands } from '#shared/protocol/commands/inventory.ts';
import { useOutbox } from '../../../stores/outbox.ts';

/** A reservation that the server has not confirmed yet, or has refused. */
export interface PendingReservation {
  readonly entry: OutboxEntry;
  readonly locationId: string;
  readonly quantity: number;
  /** The order that it is for; null for none. */
  readonly orderId: string | null;
}

/** Unconfirmed commands on the reservations of an item. */
export interface PendingReservations {
  /** New ones, newest first. */
  readonly made: readonly PendingReservation[];
  /** The ids of those being released. */
  readonly released: ReadonlySet<string>;
}

const { 'inventory.reserve': reserve, 'inventory.release': release } = inventoryCommands;

/** Returns what the outbox will do to the reservations of an item. */
export function pendingReservations(entries: Iterable<OutboxEntry>, itemId: string): PendingReservations {
  const made: PendingReservation[] = [];
  const released = new Set<string>();
  for (const entry of entries) {
    if (entry.state === 'settled') continue;
    if (entry.type === 'inventory.reserve') {
      const { data } = reserve.input.safeParse(entry.data);
      if (data?.itemId === itemId)
        made.push({ entry, locationId: data.locationId, quantity: data.quantity, orderId: data.orderId });
    } else if (entry.type === 'inventory.release' && entry.state !== 'refused') {
      const { data } = release.input.safeParse(entry.data);
      if (data) released.add(data.reservationId);
    }
  }
  return { made: made.sort((a, b) => b.entry.createdAt - a.entry.createdAt), released };
}

/** Follows what the outbox will do to the reservations of an item. */
export function usePendingReservations(itemId: string): PendingReservations {
  const entries = useOutbox((state) => state.entries);
  return useMemo(() => pendingReservations(entries.values(), itemId), [entries, itemId]);
}
