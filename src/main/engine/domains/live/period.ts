import type { Scope } from '#shared/bridge/live.ts';
import { bucketEdges, daysPeriod, type Period, windowPeriod } from '#shared/domain/time.ts';
import { meta, type Reader } from '../../store/reader.ts';

/** A period with the edges of its buckets, in the workspace's zone and currency. */
export interface ScopedPeriod extends Period {
  readonly timeZone: string;
  readonly currency: string;
  readonly edges: readonly number[];
}

/** Returns the period that a scope asks for. Days that have not ended are shown up to the current minute. */
export function periodOf(reader: Reader, { window }: Scope, now: number): ScopedPeriod {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const currency = meta(reader, 'currency') ?? 'USD';
  const { from, to, grain } =
    typeof window === 'string' ? windowPeriod(window, now) : daysPeriod(window, timeZone);
  const end = Math.max(from + 60_000, Math.min(to, windowPeriod('1h', now).to));
  return { timeZone, currency, from, to: end, grain, edges: bucketEdges(from, end, grain, timeZone) };
}
