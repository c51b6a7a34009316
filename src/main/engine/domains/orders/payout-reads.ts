import { z } from 'zod';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { Id } from '#shared/domain/ids.ts';
import type { Payout } from '#shared/domain/payouts.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import type { Effects } from '../../store/domain.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, pendingEffects, type Reader } from '../../store/reader.ts';
import { payoutsTable } from './tables.ts';

/** An effect of a command on a payout. */
export const PayoutEffect = z.object({
  kind: z.literal('payout_settled'),
  payoutId: Id,
  status: z.enum(['paid', 'failed']),
});
export type PayoutEffect = z.infer<typeof PayoutEffect>;

/** The effects of commands on payouts. */
export const payoutEffects: Effects<PayoutEffect>['of'] = {
  'payments.settle_payout': ({ payoutId, status }) => ({ kind: 'payout_settled', payoutId, status }),
};

type Standing = Pick<Payout, 'id' | 'status'>;

/** Returns a function that applies the user's unsettled commands to payouts. */
function withPending(reader: Reader): <P extends Standing>(payout: P) => P & { pending: boolean } {
  const pending = new Map(
    pendingEffects(reader, PayoutEffect).map(({ effect }) => [effect.payoutId, effect.status]),
  );
  return (payout) => ({
    ...payout,
    status: pending.get(payout.id) ?? payout.status,
    pending: pending.has(payout.id),
  });
}

/** Lists payouts, newest first. */
export function payouts(
  reader: Reader,
  { status, currency, after, limit }: MethodInput<'payments.payouts'>,
): MethodOutput<'payments.payouts'> {
  const key = decodeCursor(after, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
  const conditions = ['1'];
  const params: string[] = [];
  if (status !== 'any') {
    conditions.push('status = ?');
    params.push(status);
  }
  if (currency !== null) {
    conditions.push('currency = ?');
    params.push(currency);
  }
  const where = conditions.join(' AND ');
  const found = reader
    .all<StoredRow>(
      `SELECT ${payoutsTable.select()} FROM payouts WHERE ${where} AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`,
      ...[...params, ...key, limit + 1],
    )
    .map(payoutsTable.decode);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const isLast = found.length <= limit;
  const now = withPending(reader);
  return {
    rows: rows.map(({ lines, ...payout }) => now({ ...payout, lineCount: lines.length })),
    next: !isLast && last ? encodeCursor([last.at, last.id]) : null,
    total: reader.get<{ n: number }>(`SELECT count(*) AS n FROM payouts WHERE ${where}`, ...params)?.n ?? 0,
    asOf: asOf(reader, ['payments']),
    ...olderThan(reader, {
      ...{ channel: 'payments', kind: 'payout', of: null, before: null, isLast, at: last?.at ?? null },
    }),
  };
}

/** Returns a payout with its lines. */
export function payout(
  reader: Reader,
  { payoutId }: MethodInput<'payments.payout'>,
): MethodOutput<'payments.payout'> {
  const stored = reader.get<StoredRow>(`SELECT ${payoutsTable.select()} FROM payouts WHERE id = ?`, payoutId);
  return {
    payout: stored ? withPending(reader)(payoutsTable.decode(stored)) : null,
    asOf: asOf(reader, ['payments']),
    ...(stored
      ? {}
      : olderThan(reader, {
          ...{ channel: 'payments', kind: 'payout', of: { kind: 'payout', id: payoutId } },
          ...{ before: null, isLast: true, at: null },
        })),
  };
}
