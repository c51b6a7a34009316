import type { TimeWindow } from '#shared/domain/time.ts';
import type { Format } from '../../format/format.ts';

/** Returns the label of a bucket: the time for windows up to a day, else the day (and time). */
export function tickLabel(format: Format, window: TimeWindow, at: number): string {
  if (window === '1h' || window === '24h') return format.time(at);
  if (window === '7d') return `${format.day(at)}, ${format.time(at)}`;
  return format.day(at);
}

/** Returns a shorter label for the axis. */
export function axisLabel(format: Format, window: TimeWindow, at: number): string {
  return window === '1h' || window === '24h' ? format.time(at) : format.day(at);
}

/**
 * Returns where the axis is labelled: for a week at each midnight, so that no day appears twice; else wherever there is
 * room.
 */
export function axisTicks(
  window: TimeWindow,
  points: readonly { readonly at: number }[],
): { ticks?: number[] } {
  if (window !== '7d') return {};
  return { ticks: points.map((point) => point.at).filter((at) => new Date(at).getHours() === 0) };
}
