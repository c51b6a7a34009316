import { applyDelta, type Balance, Quantity } from '#shared/domain/inventory.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { formKind } from '../../../hooks/use-form.ts';

/** How long a reservation may hold, ms, by the names of the choices. */
export const HOLDS = {
  minutes: 10 * MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
} as const;
export type Hold = keyof typeof HOLDS;
/** The names of the choices, shortest first. */
export const HOLD_NAMES: readonly Hold[] = ['minutes', 'hour', 'day', 'week'];

/** Reservations that were begun, by item. Without a location, it is the one chosen on the page. */
export const RESERVATIONS = formKind(
  'inventory.reserve',
  { locationId: null, quantity: '1', hold: 'hour', order: '' },
  ({ quantity, hold, order }) => quantity.trim() === '1' && hold === 'hour' && order.trim() === '',
);

/** Returns the choice that was kept; the usual one if another version kept it. */
export function holdOf(kept: string): Hold {
  return HOLD_NAMES.find((name) => name === kept) ?? 'hour';
}

/** Why a quantity cannot be reserved: keys under `inventory.reserve.errors`. */
export type ReserveError = 'number' | 'tooMany';

/** Returns the quantity that was typed, or why it cannot be reserved. The gateway has the final say. */
export function parseReserved(
  text: string,
  balance: Balance,
  backorderLimit: number,
): { readonly quantity: number } | { readonly error: ReserveError } {
  const plain = text.trim();
  const quantity = Number(plain);
  if (!/^\d+$/.test(plain) || quantity < 1 || !Quantity.safeParse(quantity).success)
    return { error: 'number' };
  return applyDelta(balance, { committed: quantity }, backorderLimit).ok
    ? { quantity }
    : { error: 'tooMany' };
}
