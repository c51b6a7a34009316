import {
  type CountedUpTo,
  type Meter,
  ownMeter,
  type UsageDay,
  withOwnMeters,
} from '#shared/domain/usage.ts';
import { messageTimes } from '../chat/index.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { orderTimes } from '../orders/index.ts';
import { metersTable, usageDaysTable } from './tables.ts';

const meterByKey = rowQuery(metersTable, 'WHERE key = ?');
const allMeters = rowQuery(metersTable, 'ORDER BY key LIMIT 1000');
const dayOfMeter = rowQuery(usageDaysTable, 'WHERE meter = ? AND day = ?');
const daysOfMeter = rowQuery(usageDaysTable, 'WHERE meter = ? AND day >= ? AND day <= ? ORDER BY day');

/** Returns a meter; undefined if there is none. The gateway's own are there before anybody has changed them. */
export function readMeter(sql: Sql, key: string): Meter | undefined {
  return meterByKey.get(sql, key) ?? ownMeter(key);
}

/** Returns all meters, the gateway's own first. */
export function listMeters(sql: Sql): Meter[] {
  return withOwnMeters(allMeters.all(sql));
}

/** Returns what was used of a meter on a day; undefined if nothing was. */
export function readDay(sql: Sql, meter: string, day: string): UsageDay | undefined {
  return dayOfMeter.get(sql, meter, day);
}

/** Returns the days of a meter from the first to the last, both included. */
export function readDays(sql: Sql, meter: string, first: string, last: string): UsageDay[] {
  return daysOfMeter.all(sql, meter, first, last);
}

/** Whether a threshold was reached in a period. */
export function wasReached(sql: Sql, meter: string, period: string, percent: number): boolean {
  return (
    sql
      .prepare<[string, string, number]>(
        'SELECT 1 FROM usage_thresholds WHERE meter = ? AND period = ? AND percent = ?',
      )
      .get(meter, period, percent) !== undefined
  );
}

/** Whether a record with this id was seen. */
export function wasRecorded(sql: Sql, recordId: string): boolean {
  return sql.prepare<[string]>('SELECT 1 FROM usage_records WHERE id = ?').get(recordId) !== undefined;
}

/** Up to where messages (by sequence) and orders (by row) are counted. */
export function countedUpTo(sql: Sql): CountedUpTo {
  const rows = sql
    .prepare<[], { id: string; upTo: number }>('SELECT id, up_to AS upTo FROM usage_counted')
    .all();
  const of = (id: string): number => rows.find((row) => row.id === id)?.upTo ?? 0;
  return { messages: of('messages'), orders: of('orders') };
}

/** Returns the oldest day of a meter; null if there is none. */
export function firstDay(sql: Sql, meter: string): string | null {
  return (
    sql
      .prepare<[string], { day: string | null }>('SELECT min(day) AS day FROM usage_days WHERE meter = ?')
      .get(meter)?.day ?? null
  );
}

/** Returns the oldest day with usage; null if there is none. */
export function oldestDay(sql: Sql): string | null {
  return sql.prepare<[], { day: string | null }>('SELECT min(day) AS day FROM usage_days').get()?.day ?? null;
}

/** What is counted next, and up to where that is. */
export interface Countable {
  readonly found: readonly { readonly meter: 'messages' | 'orders'; readonly at: number }[];
  readonly upTo: CountedUpTo;
  readonly more: boolean;
}

/** Returns at most `limit` messages and orders that came after those that are counted. */
export function countable(sql: Sql, after: CountedUpTo, limit: number): Countable {
  const messages = messageTimes(sql, after.messages, limit);
  const orders = orderTimes(sql, after.orders, limit);
  return {
    found: [
      ...messages.map(({ at }) => ({ meter: 'messages' as const, at })),
      ...orders.map(({ at }) => ({ meter: 'orders' as const, at })),
    ],
    upTo: {
      messages: messages.at(-1)?.seq ?? after.messages,
      orders: orders.at(-1)?.row ?? after.orders,
    },
    more: messages.length === limit || orders.length === limit,
  };
}

/** Whether all messages and orders from before a time are counted. */
export function isCountedUntil(sql: Sql, time: number): boolean {
  return countable(sql, countedUpTo(sql), 1).found.every(({ at }) => at >= time);
}

/** Returns the bytes of the database. */
export function databaseBytes(sql: Sql): number {
  return (
    sql
      .prepare<[], { n: number }>(
        'SELECT page_count * page_size AS n FROM pragma_page_count, pragma_page_size',
      )
      .get()?.n ?? 0
  );
}
