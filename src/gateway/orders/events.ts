import type { Payment } from '#shared/domain/orders.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';

function recordStatus(
  context: CommandContext,
  event: EventOf<'orders.updated' | 'orders.fulfilled' | 'orders.cancelled'>,
): void {
  context.sql
    .prepare<[string, string]>('UPDATE orders SET status = ? WHERE id = ?')
    .run(event.data.status, event.data.orderId);
}

function recordPayment(
  context: CommandContext,
  event: EventOf<'payments.received' | 'payments.refunded'>,
): void {
  const p: Payment = event.data.payment;
  context.sql
    .prepare<[string, string, string, string, string, number, string, string, string | null, number, number]>(
      `INSERT INTO payments (id, order_id, order_number, kind, status, amount, currency, method, reason, at, settles_order)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status`,
    )
    .run(
      p.id,
      p.orderId,
      p.orderNumber,
      p.kind,
      p.status,
      p.amount,
      p.currency,
      p.method,
      p.reason,
      p.at,
      p.settlesOrder ? 1 : 0,
    );
}

function addToAccount(context: CommandContext, { orderId, kind, amount }: Payment): void {
  const column = kind === 'payment' ? 'paid' : 'refunded';
  context.sql
    .prepare<[number, string]>(`UPDATE orders SET ${column} = ${column} + ? WHERE id = ?`)
    .run(amount, orderId);
}

/** Updates the tables of orders and payments from their events. */
export const ordersProjection: NonNullable<GatewayModule['reactions']> = {
  'orders.created': (context, { data: { order } }) => {
    context.sql
      .prepare<
        [
          string,
          string,
          string | null,
          string | null,
          string | null,
          string,
          number,
          string,
          string,
          string | null,
          number,
        ]
      >(
        `INSERT INTO orders (id, number, customer_id, customer_name, customer_email, lines, total, currency, status, location_id, placed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        order.id,
        order.number,
        order.customer?.id ?? null,
        order.customer?.name ?? null,
        order.customer?.email ?? null,
        JSON.stringify(order.lines),
        order.total,
        order.currency,
        order.status,
        order.locationId,
        order.placedAt,
      );
  },
  'orders.updated': recordStatus,
  'orders.fulfilled': recordStatus,
  'orders.cancelled': recordStatus,
  'payments.received': (context, event) => {
    recordPayment(context, event);
    addToAccount(context, event.data.payment);
  },
  'payments.refunded': (context, event) => {
    recordPayment(context, event);
    addToAccount(context, event.data.payment);
  },
};
