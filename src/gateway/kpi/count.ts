import type { Alert } from '#shared/domain/alerts.ts';
import {
  addMetricSums,
  type Counted,
  countCustomer,
  countFact,
  countPayment,
  countStockAlert,
  type KpiDay,
  NO_SUMS,
} from '#shared/domain/kpi-sums.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { dayOf } from '#shared/domain/time.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { locationOfOrder, otherFirstOrder } from '../orders/index.ts';
import { addSums } from './writes.ts';

/** Returns what something adds to the sums of its day: of all, and of each scope that it belongs to. */
export function rowsOf(counted: Counted, timeZone: string): KpiDay[] {
  const day = dayOf(counted.at, timeZone);
  return [{ by: 'all' as const, key: '' }, ...counted.of].map((scope) => ({
    day,
    ...scope,
    ...counted.sums,
  }));
}

/** Adds something to the sums, or takes it away, in the transaction in which it happened. */
function add(context: CommandContext, counted: Counted | null, times: 1 | -1 = 1): void {
  if (counted === null) return;
  const sums = addMetricSums(NO_SUMS, counted.sums, times);
  context.write(addSums, {
    days: rowsOf({ ...counted, sums }, workspaceTimeZone(context.sql, context.config)),
  });
}

function countOne(context: CommandContext, payment: Payment, times: 1 | -1 = 1): void {
  const locationId = locationOfOrder(context.sql, payment.orderId);
  add(context, countPayment(payment, locationId, context.config.workspace.currency), times);
}

const addPayment = (
  context: CommandContext,
  { data }: { readonly data: { readonly payment: Payment } },
): void => countOne(context, data.payment);

/** A payment has another status: what it added before is taken away. */
function changePayment(context: CommandContext, before: Payment['status'], payment: Payment): void {
  countOne(context, { ...payment, status: before }, -1);
  countOne(context, payment);
}

function decideDispute(
  context: CommandContext,
  { data: { payment, refund } }: EventOf<`payments.dispute_${'accepted' | 'won' | 'lost'}`>,
): void {
  changePayment(context, 'disputed', payment);
  if (refund) countOne(context, refund);
}

/** Returns what an alert adds when it fires; null for what is no alert about stock, or could not be evaluated. */
export function countAlert(
  alert: Pick<Alert, 'subject' | 'kind' | 'raisedAt' | 'threshold'>,
): Counted | null {
  const { subject, kind, raisedAt, threshold } = alert;
  if (subject.type !== 'stock' || threshold === null) return null;
  return countStockAlert({ kind, raisedAt, locationId: subject.locationId });
}

/** Adds to the sums what happens, also what an import brings. */
export const countReactions: NonNullable<GatewayModule['reactions']> = {
  'payments.received': addPayment,
  'payments.refunded': addPayment,
  'payments.failed': addPayment,
  'payments.disputed': (context, { data }) => changePayment(context, 'succeeded', data.payment),
  'payments.dispute_accepted': decideDispute,
  'payments.dispute_won': decideDispute,
  'payments.dispute_lost': decideDispute,
  'orders.created': (context, { data: { order } }) => {
    if (order.customer === null) return;
    const other = otherFirstOrder(context.sql, order.customer.id, order.id);
    if (other !== null && other <= order.placedAt) return;
    // An order that comes late may be before the one that was the first.
    if (other !== null) add(context, countCustomer(other), -1);
    add(context, countCustomer(order.placedAt));
  },
  'reports.recorded': (context, { data: { facts, replaced } }) => {
    for (const fact of replaced) add(context, countFact(fact), -1);
    for (const fact of facts) add(context, countFact(fact));
  },
  'alerts.raised': (context, { data: { alert } }) => {
    if (alert.state === 'firing') add(context, countAlert(alert));
  },
};
