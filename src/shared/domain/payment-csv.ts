import { csvLine, moneyCell } from './csv.ts';
import type { Payment } from './orders.ts';
import type { Payout } from './payouts.ts';

const PAYMENT_HEAD = [
  'time',
  'order',
  'kind',
  'status',
  'method',
  'reason',
  'amount',
  'currency',
  'id',
] as const;
const PAYOUT_HEAD = ['time', 'order', 'kind', 'amount', 'fee', 'net', 'currency', 'payment_id'] as const;

/** The head of a file of payments. */
export const PAYMENT_CSV_HEAD = csvLine([...PAYMENT_HEAD]);

const timeCell = (at: number): string => new Date(at).toISOString();

/** Returns a payment or refund as a line of CSV (RFC 4180). A refund's amount is negative. */
export function paymentCsvLine(payment: Payment): string {
  const { at, orderNumber, kind, status, method, reason, amount, currency, id } = payment;
  const signed = kind === 'refund' ? -amount : amount;
  return csvLine([
    ...[timeCell(at), orderNumber, kind, status, method, reason],
    ...[moneyCell(signed, currency), currency, id],
  ]);
}

/** Returns a payout as CSV (RFC 4180), a line of the file for each of its lines. The column `net` adds up to the payout. */
export function payoutCsv({ currency, lines }: Pick<Payout, 'currency' | 'lines'>): string {
  return [
    csvLine([...PAYOUT_HEAD]),
    ...lines.map(({ at, orderNumber, kind, amount, fee, paymentId }) => {
      const signed = kind === 'payment' || kind === 'dispute_won' ? amount : -amount;
      return csvLine([
        ...[timeCell(at), orderNumber, kind, moneyCell(signed, currency), moneyCell(fee, currency)],
        ...[moneyCell(signed - fee, currency), currency, paymentId],
      ]);
    }),
  ].join('');
}
