import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';

/** What stands where there is no value. */
export const NO_VALUE = '–';

/** Returns a duration in two units at most, rounded to the smaller: 2 d 3 h, 1 h 5 min, 40 s. */
export function spokenDuration(ms: number | null, locale: string): string {
  if (ms === null) return NO_VALUE;
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const two = (of: number, big: [number, string], small: [number, string]): string => {
    const rounded = Math.round(of / small[0]) * small[0];
    const rest = (rounded % big[0]) / small[0];
    const whole = unit(Math.floor(rounded / big[0]), big[1]);
    return rest === 0 ? whole : `${whole} ${unit(rest, small[1])}`;
  };
  if (ms < MINUTE_MS - 500) return unit(Math.round(ms / 1000), 'second');
  if (ms < HOUR_MS) return two(ms, [MINUTE_MS, 'minute'], [1000, 'second']);
  if (ms < 2 * DAY_MS) return two(ms, [HOUR_MS, 'hour'], [MINUTE_MS, 'minute']);
  return two(ms, [DAY_MS, 'day'], [HOUR_MS, 'hour']);
}
