import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { Quantity, UNAVAILABLE_REASONS, UnavailableReason } from './inventory.ts';

/** Why some stock is set aside, and how much of it. */
export const SetAside = z.object({ reason: UnavailableReason, quantity: Quantity.min(1) });
export type SetAside = z.infer<typeof SetAside>;

/** What is set aside of an item at a location for one reason. The sum over the reasons is the level's `unavailable`. */
export const UnavailableStock = z.object({
  itemId: Id,
  locationId: Id,
  reason: UnavailableReason,
  quantity: Quantity.min(0),
});
export type UnavailableStock = z.infer<typeof UnavailableStock>;

/**
 * The part of an item's stock at a location that came with one code. The lots of a level never hold more than is on hand; what is
 * on hand beyond them has no lot.
 */
export const Lot = z.object({
  id: Id,
  itemId: Id,
  locationId: Id,
  code: z.string().min(1).max(64),
  /** From this time on, ms, the lot is not for sale; null for goods that do not expire. */
  expiresAt: Timestamp.nullable(),
  onHand: Quantity.min(0),
  /** What is set aside of the lot, by reason. */
  unavailable: z.array(SetAside).max(UNAVAILABLE_REASONS.length),
  /** When it was received first, ms. */
  receivedAt: Timestamp,
});
export type Lot = z.infer<typeof Lot>;

/** A part of a movement: how much of which lot; null for stock without a lot. */
export interface LotPart {
  readonly lotId: string | null;
  readonly quantity: number;
}

/** What becomes of the lots of a level: those that have changed, and the parts of the movement. */
export interface LotChange {
  readonly lots: readonly Lot[];
  readonly parts: readonly LotPart[];
}

/** Returns what is set aside in total. */
export function setAsideIn(split: readonly SetAside[]): number {
  return split.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Returns what is set aside for one reason. */
export function setAsideFor(split: readonly SetAside[], reason: UnavailableReason): number {
  return split.find((part) => part.reason === reason)?.quantity ?? 0;
}

/** Adds to what is set aside for a reason, or subtracts from it; null where it would fall below zero. Keeps the order of the reasons. */
export function changeSetAside(
  split: readonly SetAside[],
  reason: UnavailableReason,
  delta: number,
): readonly SetAside[] | null {
  const quantity = setAsideFor(split, reason) + delta;
  if (quantity < 0) return null;
  return UNAVAILABLE_REASONS.flatMap((one) => {
    const now = one === reason ? quantity : setAsideFor(split, one);
    return now === 0 ? [] : [{ reason: one, quantity: now }];
  });
}

/** Returns how much of a lot is not set aside. */
export function freeOf(lot: Pick<Lot, 'onHand' | 'unavailable'>): number {
  return lot.onHand - setAsideIn(lot.unavailable);
}

/** Returns whether a lot is past its expiry at `now`, ms. It is from `expiresAt` on. */
export function isExpired(lot: Pick<Lot, 'expiresAt'>, now: number): boolean {
  return lot.expiresAt !== null && lot.expiresAt <= now;
}

/** Sorts lots in the order in which they leave: first expired first, then those that do not expire, oldest first. */
export function byFirstOut(
  a: Pick<Lot, 'expiresAt' | 'receivedAt' | 'id'>,
  b: Pick<Lot, 'expiresAt' | 'receivedAt' | 'id'>,
): number {
  const [first, second] = [a.expiresAt ?? Number.POSITIVE_INFINITY, b.expiresAt ?? Number.POSITIVE_INFINITY];
  if (first !== second) return first < second ? -1 : 1;
  return a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

const onHandIn = (lots: readonly Lot[]): number => lots.reduce((sum, { onHand }) => sum + onHand, 0);

/** Takes up to `quantity` from what `most` says of each lot, in the order given. */
function pick(
  lots: readonly Lot[],
  quantity: number,
  most: (lot: Lot) => number,
  changed: (lot: Lot, taken: number) => Lot,
): LotChange & { readonly rest: number } {
  let rest = quantity;
  const after: Lot[] = [];
  const parts: LotPart[] = [];
  for (const lot of lots) {
    const taken = Math.min(rest, most(lot));
    if (taken <= 0) continue;
    rest -= taken;
    after.push(changed(lot, taken));
    parts.push({ lotId: lot.id, quantity: taken });
  }
  return { lots: after, parts, rest };
}

/** Adds the part without a lot. */
function withRest({ lots, parts, rest }: LotChange & { readonly rest: number }): LotChange {
  return { lots, parts: rest > 0 ? [...parts, { lotId: null, quantity: rest }] : parts };
}

/**
 * Returns which lots a quantity leaves from: first expired, first out, then what has no lot. What is set aside or expired stays.
 * Null where that is not enough, so that lots would hold more than the `onHand` that is left.
 */
export function takeFromLots(
  lots: readonly Lot[],
  onHand: number,
  quantity: number,
  now: number,
): LotChange | null {
  const open = lots.filter((lot) => !isExpired(lot, now)).toSorted(byFirstOut);
  const picked = pick(open, quantity, freeOf, (lot, taken) => ({ ...lot, onHand: lot.onHand - taken }));
  const left = onHandIn(lots) - (quantity - picked.rest);
  return left > Math.max(0, onHand - quantity) ? null : withRest(picked);
}

/**
 * Returns what becomes of a lot that receives a quantity. What was owed beyond the stock on hand is settled first and belongs to no
 * lot.
 */
export function receiveIntoLot(lot: Lot, onHand: number, quantity: number): LotChange {
  const owed = Math.min(quantity, Math.max(0, -onHand));
  const kept = quantity - owed;
  const parts: LotPart[] = owed > 0 ? [{ lotId: null, quantity: owed }] : [];
  return {
    lots: kept > 0 ? [{ ...lot, onHand: lot.onHand + kept }] : [],
    parts: kept > 0 ? [...parts, { lotId: lot.id, quantity: kept }] : parts,
  };
}

/** Where stock is set aside, put back or written off: its lots, what has none, and the lot that is meant, if one is named. */
export interface SplitStock {
  readonly lots: readonly Lot[];
  readonly onHand: number;
  /** What is set aside at the level, by reason. */
  readonly unavailable: readonly SetAside[];
  readonly lotId: string | null;
}

/** Takes a quantity from what has no lot first, unless a lot is named. Null where it is not enough. */
function fromLooseFirst(
  stock: SplitStock,
  quantity: number,
  loose: number,
  most: (lot: Lot) => number,
  changed: (lot: Lot, taken: number) => Lot,
): LotChange | null {
  const { lots, lotId } = stock;
  const first = lotId === null ? Math.min(quantity, Math.max(0, loose)) : 0;
  const named = lotId === null ? lots.toSorted(byFirstOut) : lots.filter(({ id }) => id === lotId);
  const picked = pick(named, quantity - first, most, changed);
  if (picked.rest > 0) return null;
  return {
    lots: picked.lots,
    parts: first > 0 ? [{ lotId: null, quantity: first }, ...picked.parts] : picked.parts,
  };
}

const mark = (lot: Lot, reason: UnavailableReason, delta: number): Lot => ({
  ...lot,
  unavailable: [...(changeSetAside(lot.unavailable, reason, delta) ?? lot.unavailable)],
});

/** Returns which lots a quantity is set aside from: what has no lot first. Null where not so much is left to set aside. */
export function setLotsAside(
  stock: SplitStock,
  reason: UnavailableReason,
  quantity: number,
): LotChange | null {
  const inLots = stock.lots.reduce((sum, lot) => sum + setAsideIn(lot.unavailable), 0);
  const loose = stock.onHand - onHandIn(stock.lots) - (setAsideIn(stock.unavailable) - inLots);
  return fromLooseFirst(stock, quantity, loose, freeOf, (lot, taken) => mark(lot, reason, taken));
}

/**
 * Returns which lots a quantity that is set aside for a reason is put back into. Expired lots stay set aside. Null where not so
 * much is set aside.
 */
export function putLotsBack(
  stock: SplitStock,
  reason: UnavailableReason,
  quantity: number,
  now: number,
): LotChange | null {
  const most = (lot: Lot): number => (isExpired(lot, now) ? 0 : setAsideFor(lot.unavailable, reason));
  return fromLooseFirst(stock, quantity, looseSetAside(stock, reason), most, (lot, taken) =>
    mark(lot, reason, -taken),
  );
}

/** Returns which lots a quantity that is set aside for a reason is thrown away from. Null where not so much is set aside. */
export function writeLotsOff(
  stock: SplitStock,
  reason: UnavailableReason,
  quantity: number,
): LotChange | null {
  const most = (lot: Lot): number => setAsideFor(lot.unavailable, reason);
  return fromLooseFirst(stock, quantity, looseSetAside(stock, reason), most, (lot, taken) => ({
    ...mark(lot, reason, -taken),
    onHand: lot.onHand - taken,
  }));
}

/**
 * Returns how much of an expired lot is set aside now: all that is free of it, but no more than is `available` at the level. What is
 * promised to customers stays promised until it is released.
 */
export function expiringNow(lot: Lot, available: number, now: number): number {
  return isExpired(lot, now) ? Math.max(0, Math.min(freeOf(lot), available)) : 0;
}

/** Returns a lot of which a quantity has expired. */
export function expireLot(lot: Lot, quantity: number): Lot {
  return mark(lot, 'expired', quantity);
}

const DAY_MS = 86_400_000;

/** Returns how many whole days a lot has been in stock. */
export function daysInStock(lot: Pick<Lot, 'receivedAt'>, now: number): number {
  return Math.max(0, Math.floor((now - lot.receivedAt) / DAY_MS));
}

/** Returns how many whole days are left until a lot expires, below 0 once it has; null for one that does not expire. */
export function daysToExpiry(lot: Pick<Lot, 'expiresAt'>, now: number): number | null {
  return lot.expiresAt === null ? null : Math.floor((lot.expiresAt - now) / DAY_MS);
}

/** Returns what is set aside for a reason of stock that has no lot. */
export function looseSetAside(
  stock: Pick<SplitStock, 'lots' | 'unavailable'>,
  reason: UnavailableReason,
): number {
  const inLots = stock.lots.reduce((sum, lot) => sum + setAsideFor(lot.unavailable, reason), 0);
  return setAsideFor(stock.unavailable, reason) - inLots;
}

/** The most that can be taken from what is set aside for a reason, of the lot that is meant. Expired lots only leave the stock. */
export function mostSetAside(
  stock: SplitStock,
  reason: UnavailableReason,
  takes: (lot: Lot) => boolean = () => true,
): number {
  const { lots, lotId } = stock;
  return lots
    .filter((lot) => takes(lot) && (lotId === null || lot.id === lotId))
    .reduce(
      (sum, lot) => sum + setAsideFor(lot.unavailable, reason),
      lotId === null ? looseSetAside(stock, reason) : 0,
    );
}
