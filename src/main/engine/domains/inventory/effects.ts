import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
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
type LevelEffect = z.infer<typeof LevelEffect>;

/** The effects of inventory commands. */
export const inventoryEffects: Effects<LevelEffect> = {
  schema: LevelEffect,
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
  },
  topic: ({ itemId }) => ({ topic: 'inventory', key: itemId }),
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
