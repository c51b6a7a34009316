import { z } from 'zod';
import { Actor, Id, Timestamp } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import {
  MAX_TRANSFER_LINES,
  stepTransfer,
  summedLines,
  type Transfer,
  type TransferLine,
  type TransferStep,
} from '#shared/domain/transfers.ts';
import type { EffectContext, Effects } from '../../store/domain.ts';
import { type Pending, pendingEffects, type Reader } from '../../store/reader.ts';

const lines = z.array(z.object({ itemId: Id, quantity: Quantity })).max(MAX_TRANSFER_LINES);

const PlanEffect = z.object({
  kind: z.literal('transfer_planned'),
  transferId: Id,
  /** null for a changed draft. */
  places: z.object({ from: Id, to: Id }).nullable(),
  lines,
  note: z.string().max(300),
  by: Actor,
  at: Timestamp,
});
const StepEffect = z.object({
  kind: z.literal('transfer_step'),
  transferId: Id,
  step: z.enum(['send', 'receive', 'write_off', 'cancel']),
  lines,
  /** What is written off with the step. */
  lost: lines,
  reason: z.string().max(200),
  at: Timestamp,
});

/** An effect of a command on a transfer. */
export const TransferEffect = z.discriminatedUnion('kind', [PlanEffect, StepEffect]);
export type TransferEffect = z.infer<typeof TransferEffect>;

type StepData = {
  readonly transferId: string;
  readonly lines?: z.infer<typeof lines>;
  readonly reason?: string;
  readonly writeOff?: { readonly lines: z.infer<typeof lines>; readonly reason: string } | null;
};

const stepOf =
  (step: TransferStep['kind']) =>
  (data: StepData, { now }: EffectContext): TransferEffect => ({
    kind: 'transfer_step',
    transferId: data.transferId,
    step,
    lines: data.lines ?? [],
    lost: data.writeOff?.lines ?? [],
    reason: data.reason ?? data.writeOff?.reason ?? '',
    at: now,
  });

const byOf = ({ userId, userName }: EffectContext): Actor => ({ kind: 'user', id: userId, name: userName });

/** The effects of commands on transfers. */
export const transferEffects: Effects<TransferEffect> = {
  schema: TransferEffect,
  of: {
    'transfers.create': ({ transferId, fromLocationId, toLocationId, lines: planned, note }, context) => ({
      kind: 'transfer_planned',
      transferId,
      places: { from: fromLocationId, to: toLocationId },
      ...{ lines: planned, note, by: byOf(context), at: context.now },
    }),
    'transfers.edit': ({ transferId, lines: planned, note }, context) => ({
      kind: 'transfer_planned',
      transferId,
      ...{ places: null, lines: planned, note, by: byOf(context), at: context.now },
    }),
    'transfers.send': stepOf('send'),
    'transfers.receive': stepOf('receive'),
    'transfers.write_off': stepOf('write_off'),
    'transfers.cancel': stepOf('cancel'),
  },
  topic: ({ transferId }) => ({ topic: 'transfers', key: transferId }),
};

/** Returns the unsettled commands on transfers, by transfer, oldest first. */
export function pendingTransfers(reader: Reader): ReadonlyMap<string, readonly Pending<TransferEffect>[]> {
  return Map.groupBy(pendingEffects(reader, TransferEffect), ({ effect }) => effect.transferId);
}

function plannedLines(reader: Reader, planned: z.infer<typeof lines>): TransferLine[] {
  return summedLines(planned).map(({ itemId, quantity }) => {
    const item = reader.get<{ sku: string; name: string }>(
      'SELECT sku, name FROM items WHERE id = ?',
      itemId,
    );
    const { sku = itemId, name = itemId } = item ?? {};
    return { itemId, sku, name, quantity, sent: 0, received: 0, writtenOff: 0, returned: 0 };
  });
}

function stepsOf({ step, lines: moved, lost, reason, at }: z.infer<typeof StepEffect>): TransferStep[] {
  if (step === 'cancel') return [{ kind: step, reason, at }];
  if (step === 'write_off') return [{ kind: step, lines: moved, reason, at }];
  const first: TransferStep = { kind: step, lines: moved, at };
  return lost.length === 0 ? [first] : [first, { kind: 'write_off', lines: lost, reason, at }];
}

/**
 * Returns a transfer with unsettled commands; one that exists only in the outbox has no number yet. Each command leaves its id as
 * the last change, so that the next one names it.
 */
export function withEffects(
  reader: Reader,
  before: Transfer | null,
  pending: readonly Pending<TransferEffect>[],
): Transfer | null {
  let now = before;
  for (const { id, effect } of pending) {
    if (effect.kind === 'transfer_planned') {
      const planned = { lines: plannedLines(reader, effect.lines), note: effect.note, changeId: id };
      if (now) now = { ...now, ...planned };
      else if (effect.places) now = newTransfer(effect, effect.places, planned);
    } else if (now) {
      now = stepsOf(effect).reduce<Transfer>((transfer, step) => {
        const result = stepTransfer(transfer, step);
        return result.ok ? { ...result.transfer, changeId: id } : transfer;
      }, now);
    }
  }
  return now;
}

function newTransfer(
  { transferId, by, at }: z.infer<typeof PlanEffect>,
  { from, to }: { readonly from: string; readonly to: string },
  planned: Pick<Transfer, 'lines' | 'note' | 'changeId'>,
): Transfer {
  return {
    ...{ id: transferId, number: '…', fromLocationId: from, toLocationId: to, status: 'draft' },
    ...{ createdBy: by, createdAt: at, sentAt: null, endedAt: null, reason: null },
    ...planned,
  };
}
