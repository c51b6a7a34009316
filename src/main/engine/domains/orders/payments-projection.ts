import type { RecordedPayment } from '#shared/domain/order-account.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { paymentRow } from '#shared/rows/orders.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { disputesProjection } from './disputes-projection.ts';
import { PaymentSumsKeeper } from './sums.ts';
import { disputesTable, paymentsTable, payoutsTable } from './tables.ts';

const parse = parserOf(paymentRow.schema);

const NOTHING = { returned: [], lines: [], sold: [] };

/** Projects the channel `payments`. Only successful payments count; a payment disputed later is subtracted again. */
export function paymentsProjection(context: ProjectionContext): ChannelProjection<'payments'> {
  const { bind, changes } = context;
  const payments = bind(paymentsTable);
  const sums = new PaymentSumsKeeper(bind);
  const setStatus = payments.updater(['status'], { by: ['id'] });

  const put = (payment: RecordedPayment): boolean => {
    changes.touch('payments', payment.orderId);
    if (payments.insertNew(payment, {}).changes === 1) {
      sums.count(payment, 1);
      return true;
    }
    // Only the status of an existing payment changes.
    const before = payments.get(payment.id);
    if (!before) return false;
    setStatus(payment.status, payment.id);
    sums.count(before, -1);
    sums.count({ ...before, status: payment.status }, 1);
    return true;
  };

  const disputes = disputesProjection(context, {
    put: (payment) => put({ ...payment, ...NOTHING }),
    isHeld: (id) => payments.get(id) !== undefined,
  });

  return {
    channel: 'payments',
    tallies: sums.tallies,
    events: {
      'payments.received': ({ data }) => put({ ...data.payment, ...NOTHING, sold: data.sold }),
      'payments.failed': ({ data }) => put({ ...data.payment, ...NOTHING }),
      'payments.refunded': ({ data: { payment, returned, lines } }) =>
        put({ ...payment, ...NOTHING, returned, lines }),
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
