import { z } from 'zod';
import { Actor, Id, Seq, Timestamp } from './ids.ts';
import { Currency, MinorUnits } from './money.ts';

/**
 * A stock quantity, a 32-bit integer: one check instead of three on the hottest path, and sums of a million stay exact.
 */
export const Quantity = z.int32();

/** An item for sale. `price` and `cost` are in minor units of `currency`. */
export const Item = z.object({
  id: Id,
  sku: z.string().min(1).max(64),
  name: z.string().min(1).max(300),
  category: z.string().min(1).max(120),
  barcode: z.string().max(64).nullable(),
  unit: z.string().min(1).max(20),
  price: MinorUnits.min(0),
  cost: MinorUnits.min(0).nullable(),
  currency: Currency,
  status: z.enum(['active', 'archived']),
  /** How far `available` may go below zero; 0 means no backorders. */
  backorderLimit: Quantity.min(0),
});
export type Item = z.infer<typeof Item>;

/** A place that stocks items. */
export const Location = z.object({
  id: Id,
  name: z.string().min(1).max(120),
  kind: z.enum(['store', 'warehouse']),
  /** The region that figures add it up in, such as "West"; null for none. */
  region: z.string().trim().min(1).max(80).nullable().default(null),
});
export type Location = z.infer<typeof Location>;

/** Stock of one item at one location. `available = onHand - committed - unavailable`; `incoming` is not part of it. */
export const Level = z.object({
  itemId: Id,
  locationId: Id,
  onHand: Quantity,
  committed: Quantity,
  unavailable: Quantity,
  incoming: Quantity,
  /** Sequence number and time of the event that last changed the level. */
  seq: Seq,
  at: Timestamp,
});
export type Level = z.infer<typeof Level>;

/** The types of stock movements. */
export const MOVEMENT_TYPES = [
  'received',
  'sold',
  'adjusted',
  'counted',
  'transferred_out',
  'transferred_in',
  'reserved',
  'released',
  'fulfilled',
  'damaged',
  'returned',
  'expired',
] as const;

/** Why stock is on hand and not for sale. */
export const UNAVAILABLE_REASONS = ['damaged', 'quarantined', 'safety_stock', 'expired', 'other'] as const;
export const UnavailableReason = z.enum(UNAVAILABLE_REASONS);
export type UnavailableReason = z.infer<typeof UnavailableReason>;

/** One stock change of one item at one location: the deltas and the resulting level. */
export const MovementData = z.object({
  type: z.enum(MOVEMENT_TYPES),
  itemId: Id,
  locationId: Id,
  lotId: Id.nullable(),
  deltaOnHand: Quantity,
  deltaCommitted: Quantity,
  deltaUnavailable: Quantity,
  onHandAfter: Quantity,
  committedAfter: Quantity,
  unavailableAfter: Quantity,
  /** The part of `unavailable` that has changed; missing where none has. */
  unavailableReason: UnavailableReason.optional(),
});
export type MovementData = z.infer<typeof MovementData>;

/** One line of the append-only ledger. Its key is (seq, n): the event's sequence number and the position in the event. */
export const Movement = MovementData.extend({
  seq: Seq,
  n: z.int().min(0),
  actor: Actor.nullable(),
  reason: z.string().max(200),
  reference: z.string().max(120).nullable(),
  commandId: Id.nullable(),
  at: Timestamp,
  unavailableReason: UnavailableReason.nullable().default(null),
});
export type Movement = z.infer<typeof Movement>;

/** With less than this left, a reservation expires soon, ms. */
export const RESERVATION_SOON_MS = 60 * 60_000;

/** The statuses of a reservation. */
export const RESERVATION_STATUSES = ['active', 'committed', 'fulfilled', 'released', 'expired'] as const;
/** A quantity of an item held for an order or until a time, ms. */
export const Reservation = z.object({
  id: Id,
  itemId: Id,
  locationId: Id,
  quantity: Quantity.min(1),
  status: z.enum(RESERVATION_STATUSES),
  orderId: Id.nullable(),
  expiresAt: Timestamp.nullable(),
  createdAt: Timestamp,
  /** The conversation that it was made for. */
  conversationId: Id.nullable().default(null),
  /** Who made it; null for reservations of earlier versions. */
  madeBy: z.string().max(200).nullable().default(null),
});
export type Reservation = z.infer<typeof Reservation>;
export type ReservationStatus = Reservation['status'];

/** Stock limits for a scope. A null `itemId`, `locationId` or `category` matches any. */
export const Threshold = z.object({
  itemId: Id.nullable(),
  locationId: Id.nullable(),
  category: z.string().max(120).nullable(),
  lowAt: Quantity.min(0),
  outAt: Quantity.min(0),
  overAt: Quantity.min(1).nullable(),
  expiringWithinDays: z.int().min(1).max(3650).nullable(),
  recoverAt: Quantity.min(1).nullable(),
});
export type Threshold = z.infer<typeof Threshold>;

/** Returns a threshold's scope as one string, unique for each combination of item, location and category. */
export function scopeKey(scope: Pick<Threshold, 'itemId' | 'locationId' | 'category'>): string {
  return JSON.stringify([scope.itemId, scope.locationId, scope.category]);
}

/**
 * Returns the keys of all eight scopes that match an item at a location. `pickThreshold` chooses among their
 * thresholds.
 */
export function scopeKeys(itemId: string, locationId: string, category: string): string[] {
  return [itemId, null].flatMap((item) =>
    [locationId, null].flatMap((location) =>
      [category, null].map((c) => scopeKey({ itemId: item, locationId: location, category: c })),
    ),
  );
}

/** Where a threshold comes from, the closest first. An item or a category may be limited to a location. */
export const THRESHOLD_SOURCES = ['item', 'category', 'location', 'workspace'] as const;
export type ThresholdSource = (typeof THRESHOLD_SOURCES)[number];

/** Returns what a threshold was set for; its location, if it has one besides an item or a category, is not part of it. */
export function sourceOf(scope: Pick<Threshold, 'itemId' | 'locationId' | 'category'>): ThresholdSource {
  if (scope.itemId !== null) return 'item';
  if (scope.category !== null) return 'category';
  return scope.locationId !== null ? 'location' : 'workspace';
}

/** Returns whether an item appears in the stock lists. Archived items do not. */
export function isListed(item: Pick<Item, 'status'>): boolean {
  return item.status === 'active';
}

/** The limits of a level: at or below `outAt` it is out of stock, at or below `lowAt` it is low. */
export const StockLimits = Threshold.pick({ lowAt: true, outAt: true });
export type StockLimits = z.infer<typeof StockLimits>;

/** The limits if no threshold applies and the workspace has no defaults of its own. */
export const DEFAULT_STOCK_LIMITS: StockLimits = { lowAt: 10, outAt: 0 };

/** The states of a stock level. */
export const STOCK_STATES = ['ok', 'low', 'out'] as const;
export type StockState = (typeof STOCK_STATES)[number];

/** The three counts of a level. */
export interface Balance {
  readonly onHand: number;
  readonly committed: number;
  readonly unavailable: number;
}

/** A change to a balance. */
export interface BalanceDelta {
  readonly onHand?: number;
  readonly committed?: number;
  readonly unavailable?: number;
}

/** The balance of an item that was never stocked. */
export const EMPTY_BALANCE: Balance = { onHand: 0, committed: 0, unavailable: 0 };

/** Returns the quantity that can be promised to a customer now. */
export function available(balance: Balance): number {
  return balance.onHand - balance.committed - balance.unavailable;
}

/** Returns the state of a level under its limits. */
export function stockState(balance: Balance, limits: StockLimits): StockState {
  const free = available(balance);
  if (free <= limits.outAt) return 'out';
  return free <= limits.lowAt ? 'low' : 'ok';
}

/** Returns the limits of a threshold, or the workspace's defaults if there is none. */
export function limitsOf(threshold: StockLimits | null, workspace: StockLimits): StockLimits {
  const { lowAt, outAt } = threshold ?? workspace;
  return { lowAt, outAt };
}

/** Why a change was refused. `available` is the current quantity. */
export type StockRefusal =
  | { readonly code: 'insufficient_stock'; readonly available: number }
  | { readonly code: 'invalid'; readonly field: 'quantity' };

const isQuantity = (value: number): boolean => Quantity.safeParse(value).success;

/**
 * Applies a change to a balance, or returns the reason for refusing it: the change and its result must be quantities. `committed` and `unavailable` never go below zero.
 * A change that lowers `available` must not take it below `-backorderLimit`; a change that raises it is always allowed, so
 * that a balance below its limit can recover.
 */
export function applyDelta(
  balance: Balance,
  delta: BalanceDelta,
  backorderLimit = 0,
): { readonly ok: true; readonly balance: Balance } | { readonly ok: false; readonly refusal: StockRefusal } {
  const next: Balance = {
    onHand: balance.onHand + (delta.onHand ?? 0),
    committed: balance.committed + (delta.committed ?? 0),
    unavailable: balance.unavailable + (delta.unavailable ?? 0),
  };
  const quantities = [...Object.values(delta), ...Object.values(next)];
  if (!quantities.every(isQuantity) || next.committed < 0 || next.unavailable < 0) {
    return { ok: false, refusal: { code: 'invalid', field: 'quantity' } };
  }
  const lowered = available(next) < available(balance);
  if (lowered && available(next) < -backorderLimit) {
    return { ok: false, refusal: { code: 'insufficient_stock', available: available(balance) } };
  }
  return { ok: true, balance: next };
}

/** Sums the quantities of a command's lines by key, so that the demand for an item is checked once and in full. */
export function sumDemand<T>(
  lines: readonly T[],
  key: (line: T) => string,
  quantity: (line: T) => number,
): Map<string, number> {
  const demand = new Map<string, number>();
  for (const line of lines) demand.set(key(line), (demand.get(key(line)) ?? 0) + quantity(line));
  return demand;
}

const RESERVATION_NEXT: Readonly<Record<ReservationStatus, readonly ReservationStatus[]>> = {
  active: ['committed', 'released', 'expired'],
  committed: ['fulfilled', 'released'],
  fulfilled: [],
  released: [],
  expired: [],
};

/** Returns whether a reservation can change from one status to another. */
export function reservationCanBecome(from: ReservationStatus, to: ReservationStatus): boolean {
  return RESERVATION_NEXT[from].includes(to);
}

/**
 * Returns whether a reservation holds stock at `now`, ms. Expiry takes effect at once, before a sweep has recorded it.
 */
export function reservationHolds(
  reservation: Pick<Reservation, 'status' | 'expiresAt'>,
  now: number,
): boolean {
  if (reservation.status === 'committed') return true;
  return reservation.status === 'active' && (reservation.expiresAt === null || reservation.expiresAt > now);
}

/**
 * Returns the level at which a low-stock alert recovers: `recoverAt` if set, otherwise `lowAt + max(1, 10 %)`, rounded
 * up.
 */
export function recoverLevel(threshold: Pick<Threshold, 'lowAt' | 'recoverAt'>): number {
  return threshold.recoverAt ?? threshold.lowAt + Math.max(1, Math.ceil(threshold.lowAt / 10));
}

/**
 * Picks the threshold that applies to an item at a location; null if there is none. An item outranks a category, which
 * outranks a location: item and location, item, category and location, category, location, any. Scopes are unique, so there
 * are no ties.
 */
export function pickThreshold(
  thresholds: readonly Threshold[],
  scope: { readonly itemId: string; readonly locationId: string; readonly category: string },
): Threshold | null {
  let best: Threshold | null = null;
  let bestRank = -1;
  for (const t of thresholds) {
    if (t.itemId !== null && t.itemId !== scope.itemId) continue;
    if (t.locationId !== null && t.locationId !== scope.locationId) continue;
    if (t.category !== null && t.category !== scope.category) continue;
    const rank =
      (t.itemId !== null ? 4 : 0) + (t.category !== null ? 2 : 0) + (t.locationId !== null ? 1 : 0);
    if (rank > bestRank) {
      best = t;
      bestRank = rank;
    }
  }
  return best;
}
