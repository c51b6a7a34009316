import type { Older } from '#shared/bridge/contract.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { EngineDomain } from './domain.ts';
import type { Reader } from './reader.ts';

/** A page of a list, as far as it says what is missing. */
export interface PageEnd extends Older {
  /** Whether the page is the last that the cache has. */
  readonly isLast: boolean;
  /** The time of its last row, by which the list is sorted, ms; null if it has none. */
  readonly at: number | null;
}

/**
 * Returns the request for the rows that continue a page, if the cache does not have them: rows older than its range, which may
 * have gaps.
 */
export function olderThan(reader: Reader, { isLast, at, ...request }: PageEnd): { older?: Older } {
  const { channel, kind, of } = request;
  const range = reader.get<{ from: number }>(
    'SELECT complete_from AS "from" FROM history WHERE channel = ? AND kind = ? AND complete_from > 0',
    channel,
    kind,
  );
  if (range === undefined || (!isLast && at !== null && at >= range.from)) return {};
  if (of !== null) {
    const complete = reader.get(
      'SELECT 1 FROM complete_records WHERE channel = ? AND kind = ? AND of_kind = ? AND of_id = ?',
      channel,
      kind,
      of.kind,
      of.id,
    );
    if (complete !== undefined) return {};
  }
  return { older: request };
}

/** The reads of what the cache has. */
export const historyPart: Pick<EngineDomain, 'name' | 'reads'> = {
  name: 'history',
  reads: {
    'history.ranges': (reader): MethodOutput<'history.ranges'> => ({
      ranges: reader.all(
        'SELECT channel, kind, complete_from AS "from", window_from AS windowFrom FROM history WHERE complete_from > 0 ORDER BY channel, kind LIMIT 100',
      ),
    }),
  },
};
