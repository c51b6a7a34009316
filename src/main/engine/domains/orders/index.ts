import { preview } from '#shared/domain/chat.ts';
import type { EventData } from '#shared/protocol/events/index.ts';
import type { Described, EngineDomain, SearchSource } from '../../store/domain.ts';
import { snippet } from '../../store/text.ts';
import { findText, type Searched } from '../../store/text-search.ts';
import { customer, customerSearch } from './customer-reads.ts';
import { disputes, disputesOfOrder } from './dispute-reads.ts';
import { orderEffects } from './effects.ts';
import { enteredOrders, findCustomers, sellableItems } from './entered.ts';
import * as created from './migrations/0030-orders.ts';
import * as sums from './migrations/0200-sums.ts';
import * as pages from './migrations/0215-orders-pages.ts';
import * as sold from './migrations/0570-sold-goods.ts';
import * as disputed from './migrations/0635-disputes-payouts.ts';
import * as shipped from './migrations/0650-shipments.ts';
import * as totals from './migrations/0660-order-totals.ts';
import { dumpOrders, ordersProjection } from './orders-projection.ts';
import { listPayments, paymentChoices } from './payment-reads.ts';
import { dumpPayments, paymentsProjection } from './payments-projection.ts';
import { payout, payouts } from './payout-reads.ts';
import { picking, pickPlaces } from './pick-reads.ts';
import { entries, list, order, references } from './reads.ts';
import { exportOrders, orderCounts, searchOrders } from './search-list.ts';
import { shipments, stockOfOrder } from './shipment-reads.ts';

interface OrderHit {
  readonly id: string;
  readonly number: string;
  readonly customer: string | null;
  readonly lines: string;
  readonly at: number;
  readonly words: string;
}

const ORDERS: Searched<OrderHit> = {
  index: 'orders_fts',
  columns: 'o.id, o.number, o.customer_name AS customer, o.lines, o.placed_at AS at, o.words',
  from: 'orders o ON o.k = f.rowid',
  words: ({ words }) => words,
};

const orders: SearchSource = {
  channel: 'orders',
  find: (reader, terms, after, limit) =>
    findText(reader, ORDERS, terms, after, limit).map(({ row, position }) => {
      const lines: { name: string }[] = JSON.parse(row.lines);
      const words = [row.customer, ...lines.map((line) => line.name)];
      return {
        position,
        hit: {
          kind: 'order',
          id: row.id,
          title: row.number,
          snippet: snippet(words.filter((word) => word !== null).join(' · '), terms),
          at: row.at,
          subject: { kind: 'order', id: row.id },
        },
      };
    }),
};

function describeChange(data: EventData<'orders.updated'>): Described {
  return {
    values: { order: data.number, status: data.status, reason: data.reason },
    subject: { kind: 'order', id: data.orderId },
  };
}

function describePayment({ payment: p }: Pick<EventData<'payments.received'>, 'payment'>): Described {
  return {
    values: {
      order: p.orderNumber,
      amount: p.amount,
      currency: p.currency,
      method: p.method,
      reason: p.reason,
    },
    subject: { kind: 'order', id: p.orderId },
  };
}

function describeDispute({ dispute: d }: EventData<'payments.dispute_answered'>): Described {
  return {
    values: { order: d.orderNumber, amount: d.amount, currency: d.currency, hours: d.warnedHours },
    subject: { kind: 'order', id: d.orderId },
  };
}

function describePayout({ net, currency }: EventData<'payments.payout_paid'>): Described {
  return { values: { amount: net, currency }, subject: null };
}

/** The domain of orders, payments and refunds. It has two channels. */
export const ordersDomain: EngineDomain = {
  name: 'orders',
  migrations: [
    { version: 30, ...created },
    { version: 200, ...sums },
    { version: 215, ...pages },
    { version: 570, ...sold },
    { version: 635, ...disputed },
    { version: 650, ...shipped },
    { version: 660, ...totals },
  ],
  projections: { orders: ordersProjection, payments: paymentsProjection },
  dumps: { orders: dumpOrders, payments: dumpPayments },
  reads: {
    'orders.list': list,
    'orders.search': searchOrders,
    'orders.export': exportOrders,
    'orders.counts': orderCounts,
    'orders.entered': enteredOrders,
    'orders.sellable': sellableItems,
    'orders.customers': findCustomers,
    'orders.order': order,
    'orders.entries': entries,
    'orders.references': references,
    'orders.shipments': shipments,
    'orders.stock': stockOfOrder,
    'orders.pick_places': pickPlaces,
    'orders.picking': picking,
    'payments.list': listPayments,
    'payments.choices': paymentChoices,
    'payments.disputes': disputes,
    'payments.disputes_of_order': disputesOfOrder,
    'payments.payouts': payouts,
    'payments.payout': payout,
    'customers.customer': customer,
  },
  bookkeeping: ['payments.dispute_due', 'payments.payout_paid'],
  effects: orderEffects,
  search: { order: orders, customer: customerSearch },
  activity: {
    'orders.created': ({ order: o }) => ({
      values: {
        order: o.number,
        total: o.total,
        currency: o.currency,
        customer: o.customer?.name ?? null,
        lines: o.lines.length,
      },
      subject: { kind: 'order', id: o.id },
    }),
    'orders.updated': describeChange,
    'orders.shipped': ({ shipment, number }) => ({
      values: {
        order: number,
        count: shipment.lines.reduce((sum, { quantity }) => sum + quantity, 0),
      },
      subject: { kind: 'order', id: shipment.orderId },
    }),
    'orders.fulfilled': describeChange,
    'orders.cancelled': describeChange,
    'orders.note_added': ({ orderId, number, body }) => ({
      values: { order: number, preview: preview(body) },
      subject: { kind: 'order', id: orderId },
    }),
    'payments.received': describePayment,
    'payments.refunded': describePayment,
    'payments.failed': describePayment,
    'payments.disputed': describeDispute,
    'payments.dispute_answered': describeDispute,
    'payments.dispute_accepted': describeDispute,
    'payments.dispute_won': describeDispute,
    'payments.dispute_lost': describeDispute,
    'payments.dispute_due': describeDispute,
    'payments.payout_created': ({ payout: p }) => ({
      values: { amount: p.net, currency: p.currency },
      subject: null,
    }),
    'payments.payout_paid': describePayout,
    'payments.payout_failed': describePayout,
  },
};
