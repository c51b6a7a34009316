import type { Chart } from '#shared/bridge/live.ts';
import { DAY_MS, HOUR_MS, startOfDay } from '#shared/domain/time.ts';
import type { Format } from '../../format/format.ts';

type Series = Pick<Chart, 'grain' | 'timeZone'> & {
  readonly points: readonly Pick<Chart['points'][number], 'at'>[];
};

/** Whether the series is within about a day, so that times need no date. */
function isShort({ points }: Series): boolean {
  return (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0) <= DAY_MS + HOUR_MS;
}

/** Returns the label of a bucket: the time in series up to a day, else the day (and time). */
export function tickLabel(format: Format, series: Series, at: number): string {
  if (series.grain === 'day') return format.day(at);
  return isShort(series) ? format.time(at) : `${format.day(at)}, ${format.time(at)}`;
}

/** Returns a shorter label for the axis. */
export function axisLabel(format: Format, series: Series, at: number): string {
  return series.grain !== 'day' && isShort(series) ? format.time(at) : format.day(at);
}

/**
 * Returns where the axis is labelled: in several days of hours at each midnight of the workspace, so that no day appears
 * twice; else wherever there is room.
 */
export function axisTicks(series: Series): { ticks?: number[] } {
  if (series.grain === 'day' || isShort(series)) return {};
  const { points, timeZone } = series;
  return { ticks: points.map((point) => point.at).filter((at) => startOfDay(at, timeZone) === at) };
}
