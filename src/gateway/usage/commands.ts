import { dayOf } from '#shared/domain/time.ts';
import {
  MAX_METERS,
  type Meter,
  recordProblem,
  unusedDay,
  usagePeriod,
  withUsage,
} from '#shared/domain/usage.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { tellThreshold } from './count.ts';
import { listMeters, readDay, readMeter, wasRecorded } from './queries.ts';

/** Refuses a change of what the days that are counted mean: their unit, and how they become one value. */
function assertMayBecome(before: Meter, after: Pick<Meter, 'aggregation' | 'unit'>): void {
  if (before.aggregation !== after.aggregation) refuse('meter_fixed', {}, { field: 'aggregation' });
  if (before.unit !== after.unit) refuse('meter_fixed', {}, { field: 'unit' });
}

function assertNew({ sql }: CommandContext): void {
  if (listMeters(sql).length >= MAX_METERS) refuse('meters_many', { max: MAX_METERS });
}

/** Handlers of the commands on usage. */
export const usageHandlers: GatewayModule['commands'] = {
  'usage.set_meter': (context, { seen, ...asked }) => {
    const { sql, config, now } = context;
    const before = readMeter(sql, asked.key);
    if (before && before.version !== seen) refuse('meter_changed', {}, { field: 'seen', current: before });
    if (!before && seen !== null) refuse('unknown_meter', {}, { field: 'key' });
    if (before) assertMayBecome(before, asked);
    else assertNew(context);
    const meter: Meter = {
      ...asked,
      name: before?.own === true ? '' : asked.name,
      own: before?.own ?? false,
      version: (before?.version ?? 0) + 1,
    };
    context.emit('usage.meter_set', { meter });
    tellThreshold(context, meter, usagePeriod(now, workspaceTimeZone(sql, config)));
    return { version: meter.version };
  },

  'usage.record': (context, record) => {
    const { sql, config, now } = context;
    const meter = readMeter(sql, record.meter);
    if (!meter) refuse('unknown_meter', {}, { field: 'meter' });
    if (meter.own) refuse('meter_own', {}, { field: 'meter' });
    const problem = recordProblem(record.at, now);
    if (problem !== null) refuse(problem, {}, { field: 'at' });
    if (wasRecorded(sql, record.recordId)) return { counted: false };
    const timeZone = workspaceTimeZone(sql, config);
    const day = dayOf(record.at, timeZone);
    const before = readDay(sql, meter.key, day) ?? unusedDay(meter.key, day);
    context.emit('usage.recorded', { record, day: withUsage(before, record.quantity, record.at) });
    tellThreshold(context, meter, usagePeriod(record.at, timeZone));
    return { counted: true };
  },
};
