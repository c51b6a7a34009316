import { HOUR_MS, MINUTE_MS, zoneOffsetMs } from '#shared/domain/time.ts';
import type { Random } from './random.ts';

/** Orders of an average day. */
export const ORDERS_A_DAY = 120;
/** Relative number of orders by hour of the day: quiet at night, busiest in the evening. */
const HOURS = [9, 7, 6, 5, 5, 6, 8, 11, 15, 19, 22, 24, 23, 21, 20, 20, 21, 23, 26, 29, 27, 20, 14, 11];
/** Relative number of orders by weekday, Sunday first, as in the data set. */
const WEEKDAYS = [72, 60, 59, 60, 63, 70, 76];
/** Every offset of a zone is a multiple of this, so that the rate is constant between two of its multiples. */
const STEP_MS = 15 * MINUTE_MS;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const PER_WEIGHT = ORDERS_A_DAY / 24 / (mean(HOURS) * mean(WEEKDAYS));

/** Returns the hour of the day (0 to 23) in a zone. */
export function hourOf(at: number, timeZone: string): number {
  return new Date(at + zoneOffsetMs(at, timeZone)).getUTCHours();
}

/** Returns how many orders an hour the shop has at an instant, by the hour and the weekday of its zone. */
export function ordersPerHour(at: number, timeZone: string): number {
  const local = new Date(at + zoneOffsetMs(at, timeZone));
  return (HOURS[local.getUTCHours()] ?? 0) * (WEEKDAYS[local.getUTCDay()] ?? 0) * PER_WEIGHT;
}

/**
 * Returns when the next of some chance happenings is due after `from`, ms: a Poisson process whose rate follows the shop's
 * rhythm. `share` is the number of happenings an order.
 */
export function nextByRhythm(from: number, random: Random, timeZone: string, share = 1): number {
  let left = -Math.log(1 - random.next());
  let at = from;
  for (;;) {
    const end = Math.floor(at / STEP_MS) * STEP_MS + STEP_MS;
    const perMs = (ordersPerHour(at, timeZone) * share) / HOUR_MS;
    if (left <= (end - at) * perMs) return Math.ceil(at + left / perMs);
    left -= (end - at) * perMs;
    at = end;
  }
}
