import type { Meter } from '#shared/domain/usage.ts';
import { wholeTable } from '../db/sources.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { AuditedFields, GatewayModule } from '../kernel.ts';
import { usageHandlers } from './commands.ts';
import { sweepUsage } from './count.ts';
import * as m0590 from './migrations/0590-usage.ts';
import { readDay, readMeter } from './queries.ts';
import { usageRoutes } from './routes.ts';
import {
  countedTable,
  metersTable,
  recordsTable,
  thresholdsTable,
  usageDaysTable,
  usageWrites,
} from './tables.ts';

export { countedUpTo, firstDay, isCountedUntil, readDays, readMeter } from './queries.ts';

const removeDays = perConnection((sql) => tableOn(sql, usageDaysTable).removerBelow('day'));

const fieldsOf = ({ name, unit, aggregation, quota, thresholds }: Meter): AuditedFields => ({
  name,
  unit,
  aggregation,
  quota,
  thresholds,
});

/** What the workspace uses: counted by the gateway, recorded by other programs. Listed after those whose tables it measures. */
export const usageModule: GatewayModule = {
  name: 'usage',
  migrations: { '0590-usage': m0590 },
  commands: usageHandlers,
  projection: {
    'usage.meter_set': ({ sql }, { data: { meter } }) => void tableOn(sql, metersTable).upsert(meter, {}),
    'usage.counted': ({ sql }, { data: { days, upTo } }) => {
      for (const day of days) tableOn(sql, usageDaysTable).upsert(day, {});
      for (const id of ['messages', 'orders'] as const)
        tableOn(sql, countedTable).upsert({}, { id, upTo: upTo[id] });
    },
    'usage.recorded': ({ sql }, { data: { record, day } }) => {
      tableOn(sql, usageDaysTable).upsert(day, {});
      tableOn(sql, recordsTable).upsert({}, { id: record.recordId, at: record.at });
    },
    'usage.threshold_reached': ({ sql }, { data: { threshold } }) =>
      void tableOn(sql, thresholdsTable).upsert(threshold, {}),
    'usage.trimmed': ({ sql }, { data: { before } }) => void removeDays(sql)(before),
  },
  writes: usageWrites,
  audited: {
    'usage.meter_set': (sql, { meter }) => {
      const before = readMeter(sql, meter.key);
      return {
        record: `meter:${meter.key}`,
        before: before ? fieldsOf(before) : null,
        after: fieldsOf(meter),
      };
    },
    'usage.recorded': (sql, { day }) => ({
      record: `meter:${day.meter}`,
      before: { [day.day]: readDay(sql, day.meter, day.day)?.sum ?? 0 },
      after: { [day.day]: day.sum },
    }),
  },
  snapshots: { usage: [wholeTable(metersTable), wholeTable(usageDaysTable), wholeTable(thresholdsTable)] },
  sweep: sweepUsage,
  routes: usageRoutes,
};
