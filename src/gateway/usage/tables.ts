import { z } from 'zod';
import { Timestamp } from '#shared/domain/ids.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';
import { meterRow, usageDayRow, usageThresholdRow } from '#shared/rows/usage.ts';
import { type CommandContext, defineWrite } from '../kernel.ts';

/** Meters. */
export const metersTable = defineTable(meterRow, { name: 'meters', identity: ['key'] });

/** What was used, by meter and day. */
export const usageDaysTable = defineTable(usageDayRow, { name: 'usage_days', identity: ['meter', 'day'] });

/** Thresholds that were reached. */
export const thresholdsTable = defineTable(usageThresholdRow, {
  name: 'usage_thresholds',
  identity: ['meter', 'period', 'percent'],
});

/** The ids of records, for as long as one may come again. */
export const recordsTable = defineOwnTable('usage_records', ['id'], { id: own<string>(), at: own<number>() });

/** Up to where messages and orders are counted: a row each. */
export const countedTable = defineOwnTable('usage_counted', ['id'], {
  id: own<string>(),
  upTo: own<number>(),
});

/** The ids that one slice forgets. */
const SLICE = 500;

const recordsForgotten = defineWrite(
  'usage.records_forgotten',
  z.object({ before: Timestamp, limit: z.int() }),
  ({ sql }, { before, limit }) => {
    sql
      .prepare<[number, number]>(
        'DELETE FROM usage_records WHERE id IN (SELECT id FROM usage_records WHERE at < ? ORDER BY at, id LIMIT ?)',
      )
      .run(before, limit);
  },
);

/** Forgets the ids of some records from before a time. */
export function forgetRecords(context: CommandContext, before: number): void {
  const any = context.sql.prepare<[number]>('SELECT 1 FROM usage_records WHERE at < ? LIMIT 1').get(before);
  if (any !== undefined) context.write(recordsForgotten, { before, limit: SLICE });
}

/** The changes of tables that are no events. */
export const usageWrites = [recordsForgotten] as const;
