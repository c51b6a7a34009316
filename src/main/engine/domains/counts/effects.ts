import { z } from 'zod';
import {
  type Count,
  type CountLine,
  countCanBecome,
  enterCount,
  MAX_COUNT_ENTRIES,
  recountLine,
} from '#shared/domain/counts.ts';
import { Actor, Id, Timestamp } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import type { Effects } from '../../store/domain.ts';
import { type Pending, pendingEffects, type Reader } from '../../store/reader.ts';

const EnterEffect = z.object({
  kind: z.literal('count_entered'),
  countId: Id,
  entries: z.array(z.object({ itemId: Id, counted: Quantity, adds: z.boolean() })).max(MAX_COUNT_ENTRIES),
  by: Actor,
  at: Timestamp,
});
const RecountEffect = z.object({
  kind: z.literal('count_recount'),
  countId: Id,
  itemIds: z.array(Id).max(200),
});
const StatusEffect = z.object({
  kind: z.literal('count_status'),
  countId: Id,
  status: z.enum(['counting', 'reviewing', 'posted', 'cancelled']),
});

/** An effect of a command on a sheet. */
export const CountEffect = z.discriminatedUnion('kind', [EnterEffect, RecountEffect, StatusEffect]);
export type CountEffect = z.infer<typeof CountEffect>;

/** The effects of commands on stocktakes. What starting a sheet gives is known only to the gateway. */
export const countEffects: Effects<CountEffect> = {
  schema: CountEffect,
  of: {
    'counts.enter': ({ countId, entries, at }, { userId, userName, now }) => ({
      kind: 'count_entered',
      countId,
      entries: entries.map(({ itemId, counted, adds }) => ({ itemId, counted, adds })),
      by: { kind: 'user', id: userId, name: userName },
      at: at ?? now,
    }),
    'counts.recount': ({ countId, itemIds }) => ({ kind: 'count_recount', countId, itemIds }),
    'counts.review': ({ countId }) => ({ kind: 'count_status', countId, status: 'reviewing' }),
    'counts.reopen': ({ countId }) => ({ kind: 'count_status', countId, status: 'counting' }),
    'counts.post': ({ countId }) => ({ kind: 'count_status', countId, status: 'posted' }),
    'counts.cancel': ({ countId }) => ({ kind: 'count_status', countId, status: 'cancelled' }),
  },
  topic: ({ countId }) => ({ topic: 'counts', key: countId }),
};

/** Returns the unsettled commands on sheets, by sheet, oldest first. */
export function pendingCounts(reader: Reader): ReadonlyMap<string, readonly Pending<CountEffect>[]> {
  return Map.groupBy(pendingEffects(reader, CountEffect), ({ effect }) => effect.countId);
}

/** Returns a sheet with the status that unsettled commands give it. */
export function withStatus<T extends Pick<Count, 'status'>>(
  count: T,
  pending: readonly Pending<CountEffect>[],
): T {
  let { status } = count;
  for (const { effect } of pending)
    if (effect.kind === 'count_status' && countCanBecome(status, effect.status)) status = effect.status;
  return { ...count, status };
}

/** Returns a line with unsettled entries, and how many there are. The moment of an entry is known only to the gateway. */
export function withEntries(
  line: CountLine,
  onHand: number,
  pending: readonly Pending<CountEffect>[],
): { readonly line: CountLine; readonly pending: number } {
  let now = line;
  let entries = 0;
  for (const { id, effect } of pending) {
    if (effect.kind === 'count_recount' && effect.itemIds.includes(line.itemId)) {
      now = recountLine(now, id);
      entries += 1;
    }
    if (effect.kind !== 'count_entered') continue;
    const entry = effect.entries.find(({ itemId }) => itemId === line.itemId);
    if (!entry) continue;
    const { by, at } = effect;
    const result = enterCount(now, { ...entry, seen: now.entryId, level: onHand, by, at, entryId: id });
    if (result.ok) now = result.line;
    entries += 1;
  }
  return { line: now, pending: entries };
}

/** Returns the number of unsettled entries of lines. */
export function entriesIn(pending: readonly Pending<CountEffect>[]): number {
  return pending.reduce(
    (sum, { effect }) => sum + (effect.kind === 'count_entered' ? effect.entries.length : 0),
    0,
  );
}
