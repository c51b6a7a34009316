import type { TimeWindow } from '#shared/domain/time.ts';
import type { Format } from '../../format/format.ts';

/** A bucket's label: the time within a day, the day (and time) beyond. */
export function tickLabel(format: Format, window: TimeWindow, at: number): string {
  if (window === '1h' || window === '24h') return format.time(at);
  if (window === '7d') return `${format.day(at)}, ${format.time(at)}`;
  return format.day(at);
}

/** A label for the axis, where there is less room. */
export function axisLabel(format: Format, window: TimeWindow, at: number): string {
  return window === '1h' || window === '24h' ? format.time(at) : format.day(at);
}

/** Where the axis is labelled: at midnights over a week of hours, so that no day comes twice; else where there is room. */
export function axisTicks(
  window: TimeWindow,
  points: readonly { readonly at: number }[],
): { ticks?: number[] } {
  if (window !== '7d') return {};
  return { ticks: points.map((point) => point.at).filter((at) => new Date(at).getHours() === 0) };
}
