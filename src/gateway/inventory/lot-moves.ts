import {
  available,
  type Balance,
  type BalanceDelta,
  type MovementData,
  type UnavailableReason,
} from '#shared/domain/inventory.ts';
import {
  expireLot,
  expiringNow,
  freeOf,
  isExpired,
  type Lot,
  type LotPart,
  receiveIntoLot,
  type SetAside,
  takeFromLots,
  type UnavailableStock,
} from '#shared/domain/lots.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import type { EventData } from '#shared/protocol/events/index.ts';
import type { CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { changedRow, lotsAt, MAX_LOTS, readLotByCode, setAsideAt } from './lots.ts';
import type { Stock } from './queries.ts';
import { applyChange, movementOf } from './rules.ts';

/** An item at a location. */
export interface Place {
  readonly itemId: string;
  readonly locationId: string;
}

/** Why stock moves, for the ledger. */
export interface Cause {
  readonly reason: string;
  readonly reference: string | null;
}

/** What a change of stock comes to: one movement for each lot, the balance after all of them, and what else has changed. */
export interface Moved {
  readonly movements: MovementData[];
  readonly after: Balance;
  readonly lots?: readonly Lot[];
  readonly unavailable?: readonly UnavailableStock[];
}

/** How one unit changes the balance. */
interface Unit {
  readonly onHand?: 1 | -1;
  readonly committed?: 1 | -1;
  readonly unavailable?: 1 | -1;
}

/** What an event of stock carries. */
export function stockData(
  { movements, lots, unavailable }: Moved,
  { reason, reference }: Cause,
): EventData<'inventory.stock_adjusted'> {
  return {
    movements,
    reason,
    reference,
    ...(lots && lots.length > 0 && { lots: [...lots] }),
    ...(unavailable && { unavailable: [...unavailable] }),
  };
}

const times = (unit: Unit, quantity: number): BalanceDelta =>
  Object.fromEntries(Object.entries(unit).map(([key, one]) => [key, one * quantity]));

/** Returns the movements of the parts of a change. Refuses what the balance does not allow in total. */
export function moveParts(
  stock: Stock,
  type: MovementData['type'],
  place: Place,
  { parts, unit, reason }: { parts: readonly LotPart[]; unit: Unit; reason?: UnavailableReason },
): Moved {
  const total = parts.reduce((sum, part) => sum + part.quantity, 0);
  const after = applyChange(stock.balance, times(unit, total), stock.backorderLimit);
  let balance = stock.balance;
  const movements = parts.map(({ lotId, quantity }): MovementData => {
    const delta = times(unit, quantity);
    balance = {
      onHand: balance.onHand + (delta.onHand ?? 0),
      committed: balance.committed + (delta.committed ?? 0),
      unavailable: balance.unavailable + (delta.unavailable ?? 0),
    };
    const movement = { ...movementOf(type, place, delta, balance), lotId };
    return reason === undefined ? movement : { ...movement, unavailableReason: reason };
  });
  return { movements, after };
}

/** Takes stock away: first expired, first out. Where there are no lots, nothing is looked for. */
export function leave(
  context: CommandContext,
  stock: Stock,
  type: MovementData['type'],
  place: Place,
  { quantity, unit }: { quantity: number; unit: Unit },
): Moved {
  if (stock.lots === 0) return moveParts(stock, type, place, { parts: [{ lotId: null, quantity }], unit });
  // What the balance does not allow is refused first: it says what is available.
  applyChange(stock.balance, times(unit, quantity), stock.backorderLimit);
  const lots = lotsAt(context.sql, place);
  const taken = takeFromLots(lots, stock.balance.onHand, quantity, context.now);
  if (taken === null) {
    const kept = lots.reduce(
      (sum, lot) => sum + (isExpired(lot, context.now) ? lot.onHand : lot.onHand - freeOf(lot)),
      0,
    );
    return refuse('lot_insufficient', { quantity: Math.max(0, stock.balance.onHand - kept) });
  }
  return { ...moveParts(stock, type, place, { parts: taken.parts, unit }), lots: taken.lots };
}

/** The lot that goods arrive with. */
export interface ArrivingLot {
  readonly code: string;
  /** null: that of the lot that is there, else none. */
  readonly expiresAt: number | null;
}

/** Adds stock, to a lot if one is named. */
export function arrive(
  context: CommandContext,
  stock: Stock,
  type: MovementData['type'],
  place: Place,
  { quantity, lot }: { quantity: number; lot: ArrivingLot | null },
): Moved & { readonly expiresAt: number | null } {
  const unit = { onHand: 1 } as const;
  if (lot === null)
    return {
      ...moveParts(stock, type, place, { parts: [{ lotId: null, quantity }], unit }),
      expiresAt: null,
    };
  const into = lotFor(context, stock, place, lot);
  const { parts, lots } = receiveIntoLot(into, stock.balance.onHand, quantity);
  return { ...moveParts(stock, type, place, { parts, unit }), lots, expiresAt: into.expiresAt };
}

/** Returns the lot of a code as it is before the goods arrive. */
function lotFor(context: CommandContext, stock: Stock, place: Place, { code, expiresAt }: ArrivingLot): Lot {
  const found = readLotByCode(context.sql, place, code);
  if (found && found.onHand > 0) {
    if (expiresAt !== null && found.expiresAt !== expiresAt)
      refuse('lot_expiry_differs', { code }, { field: 'lot.expiresAt', current: found });
    return found;
  }
  if (stock.lots >= MAX_LOTS) refuse('lots_full', { max: MAX_LOTS }, { field: 'lot.code' });
  // A code that comes again after its lot was used up is the same lot, so that its history stays together.
  return {
    id: found?.id ?? context.newId(),
    ...place,
    code,
    expiresAt: expiresAt ?? found?.expiresAt ?? null,
    onHand: 0,
    unavailable: [],
    receivedAt: context.now,
  };
}

/** Sets expired lots of one level aside, as far as its stock is not promised to customers. Returns whether any was. */
export function expireLots(
  context: CommandContext,
  place: Place,
  stock: Stock,
  lots: readonly Lot[],
): boolean {
  let left = available(stock.balance);
  const expired = lots.flatMap((lot) => {
    const quantity = expiringNow(lot, left, context.now);
    left -= quantity;
    return quantity > 0 ? [{ lot, quantity }] : [];
  });
  if (expired.length === 0) return false;
  const parts = expired.map(({ lot, quantity }) => ({ lotId: lot.id, quantity }));
  const moved = moveParts(stock, 'expired', place, { parts, unit: { unavailable: 1 }, reason: 'expired' });
  const split = setAsideAt(context.sql, place);
  context.emit(
    'inventory.lots_expired',
    stockData(
      {
        ...moved,
        lots: expired.map(({ lot, quantity }) => expireLot(lot, quantity)),
        unavailable: rowAfter(split, place, 'expired', moved),
      },
      { reason: 'lot.expired' satisfies ReasonCode, reference: null },
    ),
  );
  return true;
}

/** Returns the row of a reason after the movements. Refuses where less is set aside for it. */
export function rowAfter(
  split: readonly SetAside[],
  place: Place,
  reason: UnavailableReason,
  { movements }: Pick<Moved, 'movements'>,
): UnavailableStock[] {
  const delta = movements.reduce((sum, movement) => sum + movement.deltaUnavailable, 0);
  const row = changedRow(split, place, reason, delta);
  return row ? [row] : refuse('quantity_range', {}, { field: 'quantity' });
}
