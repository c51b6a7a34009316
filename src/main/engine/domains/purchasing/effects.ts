import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import { arrivedByLine, MAX_PURCHASE_LINES, missingOf, type Purchase } from '#shared/domain/purchasing.ts';
import type { Effects } from '../../store/domain.ts';
import { type Pending, pendingEffects, type Reader } from '../../store/reader.ts';

const PurchaseEffect = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('purchase_status'),
    purchaseId: Id,
    status: z.enum(['ordered', 'received', 'cancelled']),
  }),
  z.object({
    kind: z.literal('purchase_received'),
    purchaseId: Id,
    arrivals: z.array(z.object({ line: z.int().min(0), quantity: Quantity.min(1) })).max(MAX_PURCHASE_LINES),
  }),
]);
export type PurchaseEffect = z.infer<typeof PurchaseEffect>;

/** An order that the server has not created yet: it is in no list, but counts as a draft of its items. */
const Creation = z.object({
  kind: z.literal('purchase_created'),
  purchaseId: Id,
  locationId: Id,
  lines: z.array(z.object({ itemId: Id, quantity: Quantity.min(1) })).max(MAX_PURCHASE_LINES),
});
type Creation = z.infer<typeof Creation>;

/** The effects of commands on purchase orders. */
export const purchaseEffects: Effects<PurchaseEffect | Creation> = {
  schema: z.discriminatedUnion('kind', [...PurchaseEffect.options, Creation]),
  of: {
    'purchasing.create_order': ({ purchaseId, locationId, lines }) => ({
      kind: 'purchase_created',
      purchaseId,
      locationId,
      lines: lines.map(({ itemId, quantity }) => ({ itemId, quantity })),
    }),
    'purchasing.place_order': ({ purchaseId }) => ({
      kind: 'purchase_status',
      purchaseId,
      status: 'ordered',
    }),
    'purchasing.close_short': ({ purchaseId }) => ({
      kind: 'purchase_status',
      purchaseId,
      status: 'received',
    }),
    'purchasing.cancel_order': ({ purchaseId }) => ({
      kind: 'purchase_status',
      purchaseId,
      status: 'cancelled',
    }),
    'purchasing.receive': ({ purchaseId, arrivals }) => ({
      kind: 'purchase_received',
      purchaseId,
      arrivals: arrivals.map(({ line, quantity }) => ({ line, quantity })),
    }),
  },
  topic: ({ purchaseId }) => ({ topic: 'purchasing', key: purchaseId }),
};

/** Returns the unsettled commands on purchase orders, by order, oldest first. */
export function pendingPurchases(reader: Reader): ReadonlyMap<string, readonly Pending<PurchaseEffect>[]> {
  return Map.groupBy(pendingEffects(reader, PurchaseEffect), ({ effect }) => effect.purchaseId);
}

/** Returns an order with the effects of unsettled commands. Each raises the version, so that the next one expects the right one. */
export function withEffects(before: Purchase, pending: readonly Pending<PurchaseEffect>[]): Purchase {
  let now = before;
  for (const { effect } of pending) {
    const version = now.version + 1;
    if (effect.kind === 'purchase_status') {
      now = { ...now, version, status: effect.status };
      continue;
    }
    const arrived = arrivedByLine(effect.arrivals);
    const lines = now.lines.map((line, n) => ({ ...line, received: line.received + (arrived.get(n) ?? 0) }));
    const status = lines.every((line) => missingOf(line) === 0) ? 'received' : 'partly_received';
    now = { ...now, version, status, lines };
  }
  return now;
}

/** Returns the orders that the server has not created yet, oldest first. */
export function pendingCreations(reader: Reader): readonly Creation[] {
  return pendingEffects(reader, Creation).map(({ effect }) => effect);
}
