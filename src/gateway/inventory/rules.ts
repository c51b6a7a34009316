import {
  applyDelta,
  type Balance,
  type BalanceDelta,
  EMPTY_BALANCE,
  type MovementData,
  scopeKey,
} from '#shared/domain/inventory.ts';
import { refuse } from '../refuse.ts';

/** Default duration of a reservation, ms. */
export const RESERVATION_MS = 10 * 60_000;

/** Which fields a scope names; there are eight shapes. */
export interface ScopeShape {
  readonly item: boolean;
  readonly location: boolean;
  readonly category: boolean;
}

/** Returns the keys of the scopes of these shapes that apply to an item at a location, for `pickThreshold`. */
export function scopeKeysFor(
  shapes: readonly ScopeShape[],
  { itemId, locationId, category }: { itemId: string; locationId: string; category: string },
): string[] {
  return shapes.map((shape) =>
    scopeKey({
      itemId: shape.item ? itemId : null,
      locationId: shape.location ? locationId : null,
      category: shape.category ? category : null,
    }),
  );
}

/** Returns the balance after a change. Refuses with `insufficient_stock` (with `available`) or `invalid`. */
export function applyChange(balance: Balance, delta: BalanceDelta, backorderLimit: number): Balance {
  const result = applyDelta(balance, delta, backorderLimit);
  if (result.ok) return result.balance;
  if (result.refusal.code === 'insufficient_stock') {
    const { available } = result.refusal;
    return refuse('stock_insufficient', { available }, { available });
  }
  return refuse('quantity_range', {}, { field: result.refusal.field });
}

/** Returns a ledger entry as an event carries it. */
export function movementOf(
  type: MovementData['type'],
  at: { readonly itemId: string; readonly locationId: string },
  delta: BalanceDelta,
  after: Balance = EMPTY_BALANCE,
): MovementData {
  return {
    type,
    itemId: at.itemId,
    locationId: at.locationId,
    lotId: null,
    deltaOnHand: delta.onHand ?? 0,
    deltaCommitted: delta.committed ?? 0,
    deltaUnavailable: delta.unavailable ?? 0,
    onHandAfter: after.onHand,
    committedAfter: after.committed,
    unavailableAfter: after.unavailable,
  };
}
