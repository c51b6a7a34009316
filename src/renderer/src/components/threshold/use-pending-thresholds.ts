import { useMemo } from 'react';
import { scopeKey, scopeKeys, type Threshold } from '#shared/domain/inventory.ts';
import { inventoryCommands } from '#shared/protocol/commands/inventory.ts';
import { useOutbox } from '../../stores/outbox.ts';
import type { Place } from './threshold-form.ts';

/** A change of a threshold that the server has not confirmed yet. */
export interface PendingThreshold {
  readonly threshold: Threshold;
  readonly removed: boolean;
}

/** Returns the unconfirmed changes of thresholds that concern a place, oldest first. */
export function usePendingThresholds({ itemId, locationId, category }: Place): readonly PendingThreshold[] {
  const entries = useOutbox((state) => state.entries);
  return useMemo(() => {
    const scopes = new Set(scopeKeys(itemId, locationId, category));
    return [...entries.values()]
      .filter(
        ({ type, state }) => type === 'inventory.set_threshold' && state !== 'settled' && state !== 'refused',
      )
      .flatMap(({ data }) => {
        const parsed = inventoryCommands['inventory.set_threshold'].input.safeParse(data);
        return parsed.success && scopes.has(scopeKey(parsed.data.threshold)) ? [parsed.data] : [];
      });
  }, [entries, itemId, locationId, category]);
}
