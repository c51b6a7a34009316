import { z } from 'zod';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { DisputeSummary } from '#shared/bridge/payments.ts';
import { type Dispute, MAX_EVIDENCE, stepDispute } from '#shared/domain/disputes.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import type { Effects } from '../../store/domain.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, pendingEffects, type Reader } from '../../store/reader.ts';
import { disputesTable } from './tables.ts';

/** An effect of a command on a dispute. */
export const DisputeEffect = z.object({
  kind: z.literal('dispute_step'),
  disputeId: Id,
  step: z.enum(['answer', 'accept', 'win', 'lose']),
  evidence: z.string().max(MAX_EVIDENCE).nullable(),
  at: Timestamp,
});
export type DisputeEffect = z.infer<typeof DisputeEffect>;

/** The effects of commands on disputes. */
export const disputeEffects: Effects<DisputeEffect>['of'] = {
  'payments.answer_dispute': ({ disputeId, evidence }, { now }) => ({
    ...{ kind: 'dispute_step', disputeId, step: 'answer', evidence, at: now },
  }),
  'payments.accept_dispute': ({ disputeId }, { now }) => ({
    ...{ kind: 'dispute_step', disputeId, step: 'accept', evidence: null, at: now },
  }),
  'payments.close_dispute': ({ disputeId, outcome }, { now }) => ({
    ...{ kind: 'dispute_step', disputeId, step: outcome === 'won' ? 'win' : 'lose', evidence: null, at: now },
  }),
};

/** Returns a function that applies the user's unsettled commands to disputes. */
function withPending(reader: Reader): (dispute: Dispute) => DisputeSummary {
  const pending = Map.groupBy(pendingEffects(reader, DisputeEffect), ({ effect }) => effect.disputeId);
  return (dispute) => {
    const effects = pending.get(dispute.id) ?? [];
    let now = dispute;
    for (const { effect } of effects) {
      const status = stepDispute(now.status, effect.step);
      if (status === null) continue;
      now =
        effect.step === 'answer'
          ? { ...now, status, evidence: effect.evidence, answeredAt: effect.at }
          : { ...now, status, closedAt: effect.at };
    }
    return { ...now, pending: effects.length > 0 };
  };
}

/** Lists disputes: open ones by deadline, closed ones from the latest. */
export function disputes(
  reader: Reader,
  { state, after, limit }: MethodInput<'payments.disputes'>,
): MethodOutput<'payments.disputes'> {
  const open = state === 'open';
  const [column, where, compare, direction] = open
    ? (['due_at', 'closed_at IS NULL', '>', 'ASC'] as const)
    : (['opened_at', 'closed_at IS NOT NULL', '<', 'DESC'] as const);
  const first = open ? [0, ''] : [Number.MAX_SAFE_INTEGER, ''];
  const key = decodeCursor(after, ['number', 'string']) ?? first;
  const found = reader
    .all<StoredRow>(
      `SELECT ${disputesTable.select()} FROM disputes WHERE ${where} AND (${column}, id) ${compare} (?, ?)
       ORDER BY ${column} ${direction}, id ${direction} LIMIT ?`,
      ...[...key, limit + 1],
    )
    .map(disputesTable.decode);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const isLast = found.length <= limit;
  return {
    rows: rows.map(withPending(reader)),
    next: !isLast && last ? encodeCursor([open ? last.dueAt : last.openedAt, last.id]) : null,
    total: reader.get<{ n: number }>(`SELECT count(*) AS n FROM disputes WHERE ${where}`)?.n ?? 0,
    asOf: asOf(reader, ['payments']),
    // A snapshot has all that are open.
    ...(open
      ? {}
      : olderThan(reader, {
          ...{ channel: 'payments', kind: 'dispute', of: null, before: null, isLast },
          at: last?.openedAt ?? null,
        })),
  };
}

/** Returns the disputes of an order. */
export function disputesOfOrder(
  reader: Reader,
  { orderId }: MethodInput<'payments.disputes_of_order'>,
): MethodOutput<'payments.disputes_of_order'> {
  return {
    rows: reader
      .all<StoredRow>(
        `SELECT ${disputesTable.select()} FROM disputes WHERE order_id = ? ORDER BY opened_at DESC, id DESC LIMIT 100`,
        orderId,
      )
      .map(disputesTable.decode)
      .map(withPending(reader)),
    asOf: asOf(reader, ['payments']),
    ...olderThan(reader, {
      ...{ channel: 'payments', kind: 'dispute', of: { kind: 'order', id: orderId } },
      ...{ before: null, isLast: true, at: null },
    }),
  };
}
