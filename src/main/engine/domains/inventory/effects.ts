import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Quantity, scopeKey, Threshold } from '#shared/domain/inventory.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';

/** A change of a level. For a `set` adjustment it is the difference from the quantity that the user saw. */
const LevelEffect = z.object({
  kind: z.literal('level'),
  itemId: Id,
  locationId: Id,
  deltaOnHand: Quantity,
  deltaCommitted: Quantity,
});

/** A change of a threshold. */
const ThresholdEffect = z.object({
  kind: z.literal('threshold'),
  threshold: Threshold,
  removed: z.boolean(),
});

const InventoryEffect = z.discriminatedUnion('kind', [LevelEffect, ThresholdEffect]);
type InventoryEffect = z.infer<typeof InventoryEffect>;

/** The effects of inventory commands. */
export const inventoryEffects: Effects<InventoryEffect> = {
  schema: InventoryEffect,
  of: {
    'inventory.adjust': ({ itemId, locationId, change }) => {
      const deltaOnHand = change.mode === 'delta' ? change.quantity : change.quantity - change.expected;
      return { kind: 'level', itemId, locationId, deltaOnHand, deltaCommitted: 0 };
    },
    'inventory.receive': ({ itemId, locationId, quantity }) => ({
      kind: 'level',
      itemId,
      locationId,
      deltaOnHand: quantity,
      deltaCommitted: 0,
    }),
    'inventory.reserve': ({ itemId, locationId, quantity }) => ({
      kind: 'level',
      itemId,
      locationId,
      deltaOnHand: 0,
      deltaCommitted: quantity,
    }),
    'inventory.set_threshold': ({ threshold, removed }) => ({ kind: 'threshold', threshold, removed }),
  },
  // A threshold of a category, a location or the workspace is one of many items.
  topic: (effect) => ({
    topic: 'inventory',
    key: effect.kind === 'level' ? effect.itemId : effect.threshold.itemId,
  }),
};

/** Returns the quantity that unsettled commands will add to `onHand`, by `itemId:locationId`. */
export function pendingStock(reader: Reader): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { effect } of pendingEffects(reader, LevelEffect)) {
    const key = `${effect.itemId}:${effect.locationId}`;
    sums.set(key, (sums.get(key) ?? 0) + effect.deltaOnHand);
  }
  return sums;
}

/** What unsettled commands make of thresholds, by scope: the threshold that it will have, or null for none. */
export type PendingThresholds = ReadonlyMap<string, Threshold | null>;

/** Returns what unsettled commands will make of thresholds. */
export function pendingThresholds(reader: Reader): PendingThresholds {
  return new Map(
    pendingEffects(reader, ThresholdEffect).map(({ effect: { threshold, removed } }) => [
      scopeKey(threshold),
      removed ? null : threshold,
    ]),
  );
}
