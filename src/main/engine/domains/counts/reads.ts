import type { CountSummary } from '#shared/bridge/counts.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import {
  type CountLine,
  countDifference,
  countHurdle,
  MAX_COUNT_LINES,
  movedWhile,
  sumDifferences,
} from '#shared/domain/counts.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, type Pending, type Reader } from '../../store/reader.ts';
import { type CountEffect, entriesIn, pendingCounts, withStatus } from './effects.ts';
import { countsTable } from './tables.ts';

type StoredCount = StoredRow & { readonly location_name: string | null };

const SHEETS = `SELECT ${countsTable.select('c')}, o.name AS location_name FROM counts c
  LEFT JOIN locations o ON o.id = c.location_id`;

const OPEN = "c.status IN ('counting', 'reviewing')";

function summaryOf(stored: StoredCount, pending: readonly Pending<CountEffect>[] = []): CountSummary {
  const count = countsTable.decode(stored);
  return {
    ...withStatus(count, pending),
    locationName: stored.location_name ?? count.locationId,
    pending: pending.length > 0,
  };
}

/** Lists sheets, newest first. */
export function list(reader: Reader, input: MethodInput<'counts.list'>): MethodOutput<'counts.list'> {
  const key = decodeCursor(input.after, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
  const conditions = ['1'];
  const params: (string | number)[] = [];
  if (input.status === 'open') conditions.push(OPEN);
  else if (input.status !== 'any') {
    conditions.push('c.status = ?');
    params.push(input.status);
  }
  if (input.locationId !== null) {
    conditions.push('c.location_id = ?');
    params.push(input.locationId);
  }
  const where = conditions.join(' AND ');
  const found = reader.all<StoredCount>(
    `${SHEETS} WHERE ${where} AND (c.started_at, c.id) < (?, ?) ORDER BY c.started_at DESC, c.id DESC LIMIT ?`,
    ...params,
    ...key,
    input.limit + 1,
  );
  const total = reader.get<{ n: number }>(`SELECT count(*) AS n FROM counts c WHERE ${where}`, ...params)?.n;
  const pending = pendingCounts(reader);
  const shown = found.slice(0, input.limit).map((row) => summaryOf(row, pending.get(String(row['id']))));
  const last = shown.at(-1);
  return {
    rows: shown,
    next: found.length > input.limit && last ? encodeCursor([last.startedAt, last.id]) : null,
    total: total ?? 0,
    asOf: asOf(reader, ['counts']),
  };
}

/** What the sums of a sheet need of a line, with its level now. */
interface SummedRow {
  readonly counted: number | null;
  readonly levelAt: number | null;
  readonly levelLast: number | null;
  readonly cost: number | null;
  readonly currency: string;
  readonly superseded: number;
  readonly recount: number;
  readonly available: number;
  readonly backorderLimit: number;
}

/** Returns the sums of a sheet's lines as the gateway has them. */
function sumsOf(reader: Reader, countId: string, locationId: string): MethodOutput<'counts.sheet'>['sums'] {
  const rows = reader.all<SummedRow>(
    `SELECT l.counted, l.level_at AS levelAt, l.level_last AS levelLast, l.cost, l.currency, l.superseded, l.recount,
       coalesce(v.available, 0) AS available, coalesce(i.backorder_limit, 0) AS backorderLimit
     FROM count_lines l LEFT JOIN items i ON i.id = l.item_id LEFT JOIN levels v ON v.item_id = l.item_id AND v.location_id = ?
     WHERE l.count_id = ? AND (l.counted IS NOT NULL OR l.recount = 1) LIMIT ${MAX_COUNT_LINES}`,
    locationId,
    countId,
  );
  const number = (test: (row: SummedRow) => boolean): number => rows.filter(test).length;
  return {
    ...sumDifferences(rows),
    superseded: number((row) => row.superseded === 1 && (countDifference(row) ?? 0) !== 0),
    movedWhile: number((row) => movedWhile(row) !== 0),
    recount: number((row) => row.recount === 1),
    stopped: number((row) => countHurdle({ ...row, superseded: row.superseded === 1 }, row) !== null),
  };
}

const NO_SUMS: MethodOutput<'counts.sheet'>['sums'] = {
  ...{ counted: 0, differing: 0, over: 0, short: 0, value: {}, withoutCost: 0 },
  ...{ superseded: 0, movedWhile: 0, recount: 0, stopped: 0 },
};

/** Returns a sheet with the sums of its lines. */
export function sheet(
  reader: Reader,
  { countId }: MethodInput<'counts.sheet'>,
): MethodOutput<'counts.sheet'> {
  const provenance = asOf(reader, ['counts', 'inventory']);
  const found = reader.get<StoredCount>(`${SHEETS} WHERE c.id = ?`, countId);
  if (!found) return { count: null, sums: NO_SUMS, pendingEntries: 0, asOf: provenance };
  const pending = pendingCounts(reader).get(countId) ?? [];
  const count = summaryOf(found, pending);
  const held = reader.get<{ n: number; least: number | null }>(
    'SELECT count(*) AS n, min(n) AS least FROM count_lines WHERE count_id = ?',
    countId,
  );
  const complete = (held?.n ?? 0) >= count.lineCount;
  return {
    count,
    sums: sumsOf(reader, countId, count.locationId),
    pendingEntries: entriesIn(pending),
    asOf: provenance,
    ...(complete ? {} : olderLines(reader, countId, held?.least ?? null)),
  };
}

/** Returns the request for the lines of a sheet that the cache does not have: those before the first it has. */
export function olderLines(reader: Reader, countId: string, least: CountLine['n'] | null) {
  return olderThan(reader, {
    channel: 'counts',
    kind: 'count_line',
    of: { kind: 'count', id: countId },
    before: least === null ? null : JSON.stringify([countId, least]),
    isLast: true,
    at: null,
  });
}

/** Counts the lines that a sheet of a choice would have, up to one more than a sheet can have. */
export function preview(
  reader: Reader,
  { locationId, choice, category }: MethodInput<'counts.preview'>,
): MethodOutput<'counts.preview'> {
  const row = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM levels l JOIN items i ON i.id = l.item_id
     WHERE l.location_id = ? AND i.status = 'active' AND i.category = coalesce(?, i.category) LIMIT ${MAX_COUNT_LINES + 1})`,
    locationId,
    choice === 'category' ? category : null,
  );
  return { lines: row?.n ?? 0, asOf: asOf(reader, ['inventory']) };
}
