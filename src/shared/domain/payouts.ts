import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { addMoney, Currency, MinorUnits } from './money.ts';

/** The most lines of a payout. A busier day is paid out in several. */
export const MAX_PAYOUT_LINES = 500;

/** What a line of a payout is: money that came in, and money that was taken back. `dispute_won` brings a dispute's money back. */
export const PAYOUT_LINE_KINDS = ['payment', 'refund', 'dispute', 'dispute_won'] as const;

/** A line of a payout. The amount is positive; `kind` gives its direction. */
export const PayoutLine = z.object({
  /** Of the payment or refund, or derived from that of the dispute. Unique over all payouts. */
  id: z.string().min(1).max(80),
  kind: z.enum(PAYOUT_LINE_KINDS),
  paymentId: Id,
  orderId: Id,
  orderNumber: z.string().max(64),
  amount: MinorUnits.min(0),
  fee: MinorUnits.min(0),
  at: Timestamp,
});
export type PayoutLine = z.infer<typeof PayoutLine>;

/** The statuses of a payout. */
export const PAYOUT_STATUSES = ['pending', 'paid', 'failed'] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/**
 * What the provider transfers to the shop for the payments of one day in one currency. Amounts are in minor units;
 * `net = gross − fees − refunds − disputes`, which may be negative.
 */
export const Payout = z.object({
  id: Id,
  /** When it was made up. */
  at: Timestamp,
  currency: Currency,
  gross: MinorUnits,
  fees: MinorUnits,
  refunds: MinorUnits,
  /** Disputed less what came back of it. */
  disputes: MinorUnits,
  net: MinorUnits,
  status: z.enum(PAYOUT_STATUSES),
  arrivesAt: Timestamp,
  lines: z.array(PayoutLine).max(MAX_PAYOUT_LINES),
});
export type Payout = z.infer<typeof Payout>;

export type PayoutSums = Pick<Payout, 'gross' | 'fees' | 'refunds' | 'disputes' | 'net'>;

/** Returns the provider's fee for a payment, minor units, rounded half up. `basisPoints`: hundredths of a percent. */
export function feeOf(amount: number, basisPoints: number): number {
  return Number((BigInt(amount) * BigInt(basisPoints) + 5_000n) / 10_000n);
}

/** Returns the sums of a payout's lines. Throws a RangeError if they are too large to be exact. */
export function payoutSums(
  lines: readonly Pick<PayoutLine, 'kind' | 'amount' | 'fee'>[],
  currency: string,
): PayoutSums {
  const sum = (of: (line: Pick<PayoutLine, 'kind' | 'amount' | 'fee'>) => number): number =>
    lines.reduce((total, line) => addMoney(total, { amount: of(line), currency }), { amount: 0, currency })
      .amount;
  const gross = sum(({ kind, amount }) => (kind === 'payment' ? amount : 0));
  const fees = sum(({ fee }) => fee);
  const refunds = sum(({ kind, amount }) => (kind === 'refund' ? amount : 0));
  const disputes = sum(({ kind, amount }) =>
    kind === 'dispute' ? amount : kind === 'dispute_won' ? -amount : 0,
  );
  return { gross, fees, refunds, disputes, net: gross - fees - refunds - disputes };
}

/**
 * Returns the first lines whose amounts can be added up exactly, at least one: amounts far beyond any price wait for a payout of their
 * own, rather than keep all others waiting.
 */
export function summable<T extends Pick<PayoutLine, 'amount' | 'fee'>>(lines: readonly T[]): T[] {
  let sum = 0;
  const end = lines.findIndex(({ amount, fee }) => {
    sum += Math.abs(amount) + Math.abs(fee);
    return !Number.isSafeInteger(sum);
  });
  return end < 0 ? [...lines] : lines.slice(0, Math.max(1, end));
}

const NEXT: Readonly<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  pending: ['paid', 'failed'],
  // A transfer that a bank returned is tried again.
  failed: ['paid'],
  paid: ['failed'],
};

/** Returns whether a payout can change from one status to another. */
export function payoutCanBecome(from: PayoutStatus, to: PayoutStatus): boolean {
  return NEXT[from].includes(to);
}
