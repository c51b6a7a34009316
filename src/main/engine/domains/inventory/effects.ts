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
  deltaUnavailable: Quantity.default(0),
});

/** A change of a threshold. */
const ThresholdEffect = z.object({
  kind: z.literal('threshold'),
  threshold: Threshold,
  removed: z.boolean(),
});

const InventoryEffect = z.discriminatedUnion('kind', [LevelEffect, ThresholdEffect]);
type InventoryEffect = z.infer<typeof InventoryEffect>;

type Change = Partial<Record<'deltaOnHand' | 'deltaCommitted' | 'deltaUnavailable', number>>;

const levelEffect = (
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
  change: Change,
): InventoryEffect => ({
  kind: 'level',
  itemId,
  locationId,
  deltaOnHand: 0,
  deltaCommitted: 0,
  deltaUnavailable: 0,
  ...change,
});

/** The effects of inventory commands. */
export const inventoryEffects: Effects<InventoryEffect> = {
  schema: InventoryEffect,
  of: {
    'inventory.adjust': ({ change, ...place }) =>
      levelEffect(place, {
        deltaOnHand: change.mode === 'delta' ? change.quantity : change.quantity - change.expected,
      }),
    'inventory.receive': ({ quantity, ...place }) => levelEffect(place, { deltaOnHand: quantity }),
    'inventory.set_aside': ({ quantity, ...place }) => levelEffect(place, { deltaUnavailable: quantity }),
    'inventory.put_back': ({ quantity, ...place }) => levelEffect(place, { deltaUnavailable: -quantity }),
    'inventory.write_off': ({ quantity, ...place }) =>
      levelEffect(place, { deltaOnHand: -quantity, deltaUnavailable: -quantity }),
    'inventory.reserve': ({ quantity, ...place }) => levelEffect(place, { deltaCommitted: quantity }),
    'inventory.set_threshold': ({ threshold, removed }) => ({ kind: 'threshold', threshold, removed }),
  },
  // A threshold of a category, a location or the workspace is one of many items.
  topic: (effect) => ({
    topic: 'inventory',
    key: effect.kind === 'level' ? effect.itemId : effect.threshold.itemId,
  }),
};

/** What unsettled commands will add to a quantity, by `itemId:locationId`. */
export type PendingStock = ReadonlyMap<string, number>;

/** Returns the quantity that unsettled commands will add to `onHand`, or to what is set aside. */
export function pendingStock(
  reader: Reader,
  of: 'deltaOnHand' | 'deltaUnavailable' = 'deltaOnHand',
): PendingStock {
  const sums = new Map<string, number>();
  for (const { effect } of pendingEffects(reader, LevelEffect)) {
    const key = `${effect.itemId}:${effect.locationId}`;
    sums.set(key, (sums.get(key) ?? 0) + effect[of]);
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
