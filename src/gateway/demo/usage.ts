import { MINUTE_MS } from '#shared/domain/time.ts';
import { usagePeriod, usedOf } from '#shared/domain/usage.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { readDays, readMeter } from '../usage/index.ts';
import { asMember, colleague } from './personas.ts';
import type { Due } from './simulation.ts';

/** The manager who sets limits. */
const MANAGER = colleague(2);
/** After a start, ms: once the past is counted, which is a minute after it. */
const SET_AFTER_MS = 1.5 * MINUTE_MS;
/** Orders until the first threshold, so that it is reached while somebody looks. */
const ORDERS_LEFT = 2;

/** A manager sets a limit of orders that the shop is about to reach 80 % of, once in the life of the shop. */
export function usageDue(now: number): Due {
  return {
    at: now + SET_AFTER_MS,
    key: 'usage:limit',
    happen: ({ at, run }) => {
      run(asMember(MANAGER), at, (context) => {
        const meter = readMeter(context.sql, 'orders');
        if (meter?.version !== 0) return;
        const period = usagePeriod(context.now, workspaceTimeZone(context.sql, context.config));
        const days = readDays(context.sql, meter.key, period.days[0] ?? '', period.days.at(-1) ?? '');
        const { key, name, unit, aggregation, thresholds } = meter;
        const used = usedOf(aggregation, days);
        if (used === 0) return;
        const quota = Math.ceil((used + ORDERS_LEFT) / 0.8);
        context.dispatch('usage.set_meter', { key, name, unit, aggregation, thresholds, quota, seen: 0 });
      });
      return [];
    },
  };
}
