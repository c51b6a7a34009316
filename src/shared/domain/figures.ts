import type { Payment } from './orders.ts';

/*
 * What each figure means and how it is calculated: the one home of these rules. Money is in minor units of the workspace's
 * currency; payments in another currency count in no figure. A period is half-open: it includes its first instant and excludes
 * its last.
 */

/** The key figures in the order in which they are shown. */
export const FIGURES = ['revenue', 'orders', 'aov', 'refunds', 'openChats', 'openAlerts'] as const;
/** The shares, from 0 to 1. Conversion is visits that became orders; nobody counts visits yet, so it has no value. */
export const RATES = ['refundRate', 'paymentSuccess', 'conversion'] as const;
export type FigureName = (typeof FIGURES)[number] | (typeof RATES)[number];

/** The figures of a period that payments make up, so that they can be listed payment by payment. */
export const PAYMENT_FIGURES = ['revenue', 'orders', 'refunds'] as const;
export type PaymentFigure = (typeof PAYMENT_FIGURES)[number];

/** What people read about a figure, beside it on the screen. */
export const FIGURE_EXPLANATIONS = {
  en: {
    revenue:
      'Successful payments minus refunds, each counted when it was made. Payments in other currencies are not included.',
    orders:
      'Orders paid in full, each counted once, when the payment that completed its total was made. An order that is placed and not paid is not counted; one that is cancelled or refunded after its payment is.',
    aov: 'Revenue divided by paid orders of the same period.',
    refunds: 'Money returned to customers, counted when it was refunded.',
    refundRate: 'Refunds as a share of payments of the same period. A refund may be for an earlier payment.',
    paymentSuccess: 'Successful payments as a share of all attempts to pay.',
    conversion: 'Paid orders as a share of visits. There is no data, because visits are not counted.',
    openChats: 'Conversations that are not resolved right now, whatever the period and location.',
    openAlerts:
      'Alerts that are not resolved right now, whatever the period and location. The line shows how many were open over time.',
    topProducts:
      'Products in paid orders, counted when the order was paid in full. Revenue is what was paid for them, with discounts and before refunds.',
  },
  de: {
    revenue:
      'Erfolgreiche Zahlungen abzüglich Erstattungen, jeweils zum Zeitpunkt der Buchung. Zahlungen in anderen Währungen sind nicht enthalten.',
    orders:
      'Vollständig bezahlte Bestellungen, je einmal gezählt, zum Zeitpunkt der Zahlung, die den Betrag vervollständigt hat. Aufgegebene, unbezahlte Bestellungen zählen nicht; nach der Zahlung stornierte oder erstattete zählen.',
    aov: 'Umsatz geteilt durch die bezahlten Bestellungen desselben Zeitraums.',
    refunds: 'An Kunden zurückgezahlte Beträge, zum Zeitpunkt der Erstattung.',
    refundRate:
      'Erstattungen als Anteil der Zahlungen desselben Zeitraums. Eine Erstattung kann zu einer früheren Zahlung gehören.',
    paymentSuccess: 'Erfolgreiche Zahlungen als Anteil aller Zahlungsversuche.',
    conversion:
      'Bezahlte Bestellungen als Anteil der Besuche. Es gibt keine Daten, weil Besuche nicht gezählt werden.',
    openChats: 'Derzeit nicht erledigte Unterhaltungen, unabhängig von Zeitraum und Standort.',
    openAlerts:
      'Derzeit nicht erledigte Warnungen, unabhängig von Zeitraum und Standort. Die Linie zeigt, wie viele im Zeitverlauf offen waren.',
    topProducts:
      'Produkte in bezahlten Bestellungen, gezählt, wenn die Bestellung vollständig bezahlt war. Der Umsatz ist der dafür bezahlte Betrag, mit Rabatten und vor Erstattungen.',
  },
} as const satisfies Record<string, Readonly<Record<FigureName | 'topProducts', string>>>;

/** The sums of payments that figures are made of: amounts in minor units, and numbers. */
export interface PaymentSums {
  readonly paid: number;
  readonly payments: number;
  readonly refunded: number;
  readonly refunds: number;
  readonly paidOrders: number;
  /** Attempts to pay that failed. */
  readonly failed: number;
  /** Payments whose money is disputed; they are not in `paid`. */
  readonly disputed: number;
}

/** The sums of no payments. */
export const NO_PAYMENTS: PaymentSums = {
  paid: 0,
  payments: 0,
  refunded: 0,
  refunds: 0,
  paidOrders: 0,
  failed: 0,
  disputed: 0,
};

/** Returns the sum of sums. */
export function addSums(a: PaymentSums, b: PaymentSums): PaymentSums {
  return {
    paid: a.paid + b.paid,
    payments: a.payments + b.payments,
    refunded: a.refunded + b.refunded,
    refunds: a.refunds + b.refunds,
    paidOrders: a.paidOrders + b.paidOrders,
    failed: a.failed + b.failed,
    disputed: a.disputed + b.disputed,
  };
}

/**
 * Returns what a payment adds to the figures, in minor units and counts. Only successful payments are revenue. A paid order is
 * counted by the one payment that completed its total; so an order that was only placed never is.
 */
export function paymentFigures(
  payment: Pick<Payment, 'kind' | 'status' | 'amount' | 'settlesOrder'>,
): PaymentSums {
  const { kind, status, amount } = payment;
  // A return without money is a refund of 0.
  if (kind === 'refund')
    return status === 'succeeded' && amount > 0
      ? { ...NO_PAYMENTS, refunded: amount, refunds: 1 }
      : NO_PAYMENTS;
  if (status === 'failed') return { ...NO_PAYMENTS, failed: 1 };
  if (status === 'disputed') return { ...NO_PAYMENTS, disputed: 1 };
  return { ...NO_PAYMENTS, paid: amount, payments: 1, paidOrders: payment.settlesOrder ? 1 : 0 };
}

/** Returns refunds as a share of what was paid in the same period; null if nothing was. */
export function refundRate({ paid, refunded }: Pick<PaymentSums, 'paid' | 'refunded'>): number | null {
  return paid > 0 ? refunded / paid : null;
}

/** Returns the share of attempts to pay that succeeded, disputed ones among them; null if there were none. */
export function paymentSuccess({
  payments,
  disputed,
  failed,
}: Pick<PaymentSums, 'payments' | 'disputed' | 'failed'>): number | null {
  const succeeded = payments + disputed;
  return succeeded + failed > 0 ? succeeded / (succeeded + failed) : null;
}

/** Returns the revenue: payments less refunds, in minor units of one currency. */
export function revenueOf(sums: Pick<PaymentSums, 'paid' | 'refunded'>): number {
  return sums.paid - sums.refunded;
}

/** Returns the average order value in minor units, rounded half up; null if there are no paid orders. */
export function averageOrderValue(revenue: number, paidOrders: number): number | null {
  return paidOrders > 0 ? Math.round(revenue / paidOrders) : null;
}

/** Returns the change from the previous period as a fraction (0.25 is +25 %); null if the previous value is 0. */
export function relativeChange(current: number, previous: number): number | null {
  return previous === 0 ? null : (current - previous) / Math.abs(previous);
}
