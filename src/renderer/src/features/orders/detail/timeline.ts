import type { OrderEntryRow, ShipmentRow } from '#shared/bridge/orders.ts';
import type { RecordedPayment } from '#shared/domain/order-account.ts';
import type { Order } from '#shared/domain/orders.ts';

/** One line of an order's timeline. */
export type TimelineLine =
  | { readonly kind: 'placed'; readonly key: string; readonly at: number }
  | { readonly kind: 'payment'; readonly key: string; readonly at: number; readonly payment: RecordedPayment }
  | { readonly kind: 'shipment'; readonly key: string; readonly at: number; readonly shipment: ShipmentRow }
  | { readonly kind: 'entry'; readonly key: string; readonly at: number; readonly entry: OrderEntryRow };

/** Merges what happened to an order, newest first. Of what happened at the same time, what comes later in an order's life is first. */
export function timelineOf(
  order: Pick<Order, 'placedAt'>,
  payments: readonly RecordedPayment[],
  shipments: readonly ShipmentRow[],
  entries: readonly OrderEntryRow[],
): TimelineLine[] {
  const lines: TimelineLine[] = [
    { kind: 'placed', key: 'placed', at: order.placedAt },
    ...payments.map(
      (payment): TimelineLine => ({
        kind: 'payment',
        key: payment.id,
        at: payment.at,
        payment,
      }),
    ),
    ...shipments
      .toReversed()
      .map((shipment): TimelineLine => ({ kind: 'shipment', key: shipment.id, at: shipment.at, shipment })),
    ...entries.toReversed().map(
      (entry): TimelineLine => ({
        kind: 'entry',
        key: entry.commandId ?? String(entry.seq),
        at: entry.at,
        entry,
      }),
    ),
  ];
  return lines.toSorted((a, b) => a.at - b.at).reverse();
}
