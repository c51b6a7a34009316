import { paymentFigures } from '#shared/domain/figures.ts';
import type { RecordedPayment } from '#shared/domain/order-account.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { paymentRow } from '#shared/rows/orders.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { Rollup } from '../../store/tallies.ts';
import { disputesProjection } from './disputes-projection.ts';
import { disputesTable, paymentsTable, payoutsTable } from './tables.ts';

const parse = parserOf(paymentRow.schema);

/** Projects the channel `payments`. Only successful payments count; a payment disputed later is subtracted again. */
export function paymentsProjection(context: ProjectionContext): ChannelProjection<'payments'> {
  const { bind, changes } = context;
  const payments = bind(paymentsTable);
  const sums = new Rollup(bind, {
    table: 'payment_rollups',
    keys: ['currency'],
    values: ['paid', 'payments', 'refunded', 'refunds', 'paid_orders'],
  });
  const setStatus = payments.updater(['status'], { by: ['id'] });

  const count = (payment: Payment, sign: 1 | -1): void => {
    const { paid, payments: n, refunded, refunds, paidOrders } = paymentFigures(payment);
    if (n + refunds === 0) return;
    sums.add(
      payment.at,
      [payment.currency],
      [sign * paid, sign * n, sign * refunded, sign * refunds, sign * paidOrders],
    );
  };

  const put = (payment: RecordedPayment): boolean => {
    changes.touch('payments', payment.orderId);
    if (payments.insertNew(payment, {}).changes === 1) {
      count(payment, 1);
      return true;
    }
    // Only the status of an existing payment changes.
    const before = payments.get(payment.id);
    if (!before) return false;
    setStatus(payment.status, payment.id);
    count(before, -1);
    count({ ...before, status: payment.status }, 1);
    return true;
  };

  const recorded = { returned: [], lines: [] };
  const disputes = disputesProjection(context, {
    put: (payment) => put({ ...payment, ...recorded }),
    isHeld: (id) => payments.get(id) !== undefined,
  });

  return {
    channel: 'payments',
    tallies: [sums],
    events: {
      'payments.received': ({ data }) => put({ ...data.payment, ...recorded }),
      'payments.failed': ({ data }) => put({ ...data.payment, ...recorded }),
      'payments.refunded': ({ data: { payment, returned, lines } }) => put({ ...payment, returned, lines }),
      ...disputes.events,
    },
    rows: { payment: (row) => void put(parse(row)), ...disputes.rows },
    clear: () => {
      payments.clear();
      disputes.clear();
      sums.clear();
    },
  };
}

/** Returns all rows of the channel `payments`, kind by kind, sorted by id. */
export const dumpPayments = dumpTables(paymentsTable, disputesTable, payoutsTable);
