import { z } from 'zod';
import { Timestamp } from '#shared/domain/ids.ts';
import { CalendarDay } from '#shared/domain/time.ts';
import { kpiDayRow, kpiResultRow, kpiRow } from '#shared/rows/kpi.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** KPIs, archived ones included. */
export const kpisTable = defineTable(kpiRow, { name: 'kpis', identity: ['id'] });

/** The results of closed windows. */
export const resultsTable = defineTable(kpiResultRow, {
  name: 'kpi_results',
  identity: ['kpi_id', 'window', 'first'],
});

/** Sums by day, as consoles know them. */
export const daysTable = defineTable(kpiDayRow, { name: 'kpi_days', identity: ['by', 'key', 'day'] });

/** What was added to sums since consoles were told. */
export const pendingTable = defineOwnTable('kpi_pending', ['by', 'key', 'day'], {
  day: own<string>(),
  by: own<string>(),
  key: own<string>(),
  paid: own<number>(),
  refunded: own<number>(),
  paidOrders: own<number>(),
  accepted: own<number>(),
  attempts: own<number>(),
  newCustomers: own<number>(),
  resolved: own<number>(),
  replyMs: own<number>(),
  replies: own<number>(),
  kept: own<number>(),
  judged: own<number>(),
  scores: own<number>(),
  ratings: own<number>(),
  stockAlerts: own<number>(),
  stockOuts: own<number>(),
});

/** A recount under way. */
export const Recount = z.object({
  cause: z.enum(['start', 'zone', 'check']),
  /** The next day, and the last. */
  day: CalendarDay,
  last: CalendarDay,
  days: z.int(),
  corrected: z.int(),
});
export type Recount = z.infer<typeof Recount>;

/** When the sweep has something to do. */
export const Progress = z.object({
  /** The zone that days are counted in. */
  timeZone: z.string(),
  /** When consoles were told last, ms. */
  toldAt: Timestamp,
  /** When the KPIs are to be looked at, ms. */
  dueAt: Timestamp,
  /** When all days are counted again, ms. */
  checkAt: Timestamp,
  recount: Recount.nullable(),
});
export type Progress = z.infer<typeof Progress>;

/** The progress, as JSON under one key. */
export const progressTable = defineOwnTable('kpi_progress', ['key'], {
  key: own<string>(),
  value: own<string>(),
});
