import { ALL_DAYS, dayBefore, type FilterHit, type FilterTally, TALLY_DAYS } from '#shared/domain/filter.ts';
import { dayOf } from '#shared/domain/time.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { CommandContext } from '../kernel.ts';
import { readTally } from './queries.ts';

/** Counts hits of one message, on its day and for all days, in the transaction of what caused them. */
export function countHits(context: CommandContext, hits: readonly FilterHit[]): void {
  if (hits.length === 0) return;
  const { sql, config, now } = context;
  const today = dayOf(now, workspaceTimeZone(sql, config));
  const tallies = hits.flatMap(({ rule, parts }) =>
    [today, ALL_DAYS].map((day): FilterTally => {
      const before = readTally(sql, day, rule);
      return {
        day,
        rule,
        messages: (before?.messages ?? 0) + 1,
        parts: (before?.parts ?? 0) + parts,
        since: before?.since ?? now,
      };
    }),
  );
  context.emit('filter.counted', { tallies, keptFrom: dayBefore(today, TALLY_DAYS) });
}
