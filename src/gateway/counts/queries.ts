import type { Count, CountLine } from '#shared/domain/counts.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';
import { countLinesTable, countsTable } from './tables.ts';

const OPEN = "status IN ('counting', 'reviewing')";

const countById = rowQuery(countsTable, 'WHERE id = ?');
const openAtLocation = rowQuery(countsTable, `WHERE location_id = ? AND ${OPEN} ORDER BY k LIMIT 100`);
const countsBefore = rowQuery(
  countsTable,
  'WHERE (started_at, id) < (?, ?) ORDER BY started_at DESC, id DESC LIMIT ?',
);
const lineByItem = rowQuery(countLinesTable, 'WHERE count_id = ? AND item_id = ?');
const linesAfter = rowQuery(countLinesTable, 'WHERE count_id = ? AND n > ? ORDER BY n LIMIT ?');
const differing = rowQuery(
  countLinesTable,
  'WHERE count_id = ? AND counted <> level_at AND n > ? ORDER BY n LIMIT ?',
);

/** Returns a sheet by id. */
export function readCount(sql: Sql, id: string): Count | undefined {
  return countById.get(sql, id);
}

/** Returns the open sheets of a location, oldest first. */
export function openCountsAt(sql: Sql, locationId: string): Count[] {
  return openAtLocation.all(sql, locationId);
}

/** Returns the number of open sheets of all locations. */
export function countOpen(sql: Sql): number {
  return sql.prepare<[], { n: number }>(`SELECT count(*) AS n FROM counts WHERE ${OPEN}`).get()?.n ?? 0;
}

/** Returns the number for the next sheet, from 1. */
export function nextCountNumber(sql: Sql): number {
  return sql.prepare<[], { n: number }>('SELECT coalesce(max(k), 0) + 1 AS n FROM counts').get()?.n ?? 1;
}

/** Returns the line of an item. */
export function readCountLine(sql: Sql, countId: string, itemId: string): CountLine | undefined {
  return lineByItem.get(sql, countId, itemId);
}

/** Returns a page of a sheet's lines after a position. */
export function listCountLines(sql: Sql, countId: string, after: number, limit: number): CountLine[] {
  return linesAfter.all(sql, countId, after, limit);
}

/** Returns a page of the lines whose count differs from the level at its moment, after a position. */
export function differingLines(sql: Sql, countId: string, after: number, limit: number): CountLine[] {
  return differing.all(sql, countId, after, limit);
}

/** Returns a page of sheets, newest first. */
export function listCounts(sql: Sql, before: TimeKey, limit: number): Count[] {
  return countsBefore.all(sql, before.at, before.id, limit);
}
