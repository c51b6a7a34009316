import type { CountFilter, CountLineRow } from '#shared/bridge/counts.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { countHurdle, MAX_COUNT_LINES } from '#shared/domain/counts.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, decodeCursor, encodeCursor, type Pending, type Reader } from '../../store/reader.ts';
import { likePatterns, searchTerms } from '../../store/text.ts';
import { type CountEffect, pendingCounts, withEntries } from './effects.ts';
import { countLinesTable } from './tables.ts';

/** The codecs of lines leave room for what comes from other tables. */
type StoredLine = StoredRow & {
  readonly sku: string | null;
  readonly name: string | null;
  readonly category: string | null;
  readonly unit: string | null;
  readonly barcode: string | null;
  readonly on_hand: number | null;
  readonly available: number | null;
  readonly backorder_limit: number | null;
};

const LINES = `SELECT ${countLinesTable.select('l')}, i.sku, i.name, i.category, i.unit, i.barcode, i.backorder_limit, v.on_hand, v.available`;
const FROM = `FROM count_lines l LEFT JOIN items i ON i.id = l.item_id
  LEFT JOIN levels v ON v.item_id = l.item_id AND v.location_id = (SELECT location_id FROM counts WHERE id = l.count_id)`;

const DIFFERS = 'l.counted <> l.level_at';
const FILTERS: Readonly<Record<Exclude<CountFilter, 'stopped'>, string>> = {
  all: '1',
  uncounted: 'l.counted IS NULL',
  counted: 'l.counted IS NOT NULL',
  differing: DIFFERS,
  attention: `(l.recount = 1 OR l.level_last <> l.level_at OR (l.superseded = 1 AND ${DIFFERS}))`,
};

function rowOf(stored: StoredLine, pending: readonly Pending<CountEffect>[]): CountLineRow {
  const before = countLinesTable.decode(stored);
  const onHand = stored.on_hand ?? 0;
  const available = stored.available ?? 0;
  const { line, pending: entries } = withEntries(before, onHand, pending);
  return {
    ...line,
    sku: stored.sku ?? line.itemId,
    name: stored.name ?? line.itemId,
    category: stored.category ?? '',
    unit: stored.unit ?? '',
    barcode: stored.barcode,
    onHand,
    available,
    hurdle: countHurdle(line, { available, backorderLimit: stored.backorder_limit ?? 0 }),
    pending: entries,
  };
}

const pendingOf = (reader: Reader, countId: string): readonly Pending<CountEffect>[] =>
  pendingCounts(reader).get(countId) ?? [];

/** Returns all lines that cannot be posted as they are: few, unless something is wrong with the whole sheet. */
function stoppedRows(reader: Reader, countId: string): CountLineRow[] {
  const pending = pendingOf(reader, countId);
  return reader
    .all<StoredLine>(
      `${LINES} ${FROM} WHERE l.count_id = ? AND ${DIFFERS} ORDER BY l.n LIMIT ${MAX_COUNT_LINES}`,
      countId,
    )
    .map((stored) => rowOf(stored, pending))
    .filter(({ hurdle }) => hurdle !== null);
}

/** Lists the lines of a sheet, in its order. */
export function lines(reader: Reader, input: MethodInput<'counts.lines'>): MethodOutput<'counts.lines'> {
  const { countId, filter, limit } = input;
  const [after = -1] = decodeCursor(input.after, ['number']) ?? [];
  const provenance = asOf(reader, ['counts', 'inventory']);
  if (filter === 'stopped') {
    const all = stoppedRows(reader, countId);
    return pageOf(
      all.filter(({ n }) => n > Number(after)),
      limit,
      all.length,
      provenance,
    );
  }
  const words = likePatterns(searchTerms(input.search));
  const conditions = ['l.count_id = ?', FILTERS[filter], ...words.map(() => `' ' || i.words || ' ' LIKE ?`)];
  const where = conditions.join(' AND ');
  const found = reader.all<StoredLine>(
    `${LINES} ${FROM} WHERE ${where} AND l.n > ? ORDER BY l.n LIMIT ?`,
    ...[countId, ...words, after, limit + 1],
  );
  const joined = words.length > 0 ? 'count_lines l JOIN items i ON i.id = l.item_id' : 'count_lines l';
  const total = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM ${joined} WHERE ${where}`,
    ...[countId, ...words],
  );
  const pending = pendingOf(reader, countId);
  return pageOf(
    found.map((stored) => rowOf(stored, pending)),
    limit,
    total?.n ?? 0,
    provenance,
  );
}

function pageOf(
  found: readonly CountLineRow[],
  limit: number,
  total: number,
  provenance: MethodOutput<'counts.lines'>['asOf'],
): MethodOutput<'counts.lines'> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows,
    next: found.length > limit && last ? encodeCursor([last.n]) : null,
    total,
    asOf: provenance,
  };
}

/** Finds the line of a barcode, SKU or item id, as a scanner types it. */
export function find(
  reader: Reader,
  { countId, code }: MethodInput<'counts.find'>,
): MethodOutput<'counts.find'> {
  const provenance = asOf(reader, ['counts', 'inventory']);
  const text = code.trim();
  const stored = reader.get<StoredLine>(
    `${LINES} ${FROM} WHERE l.count_id = ? AND (i.barcode = ? OR i.sku = ? COLLATE NOCASE OR l.item_id = ?) LIMIT 1`,
    countId,
    text,
    text,
    text,
  );
  if (stored) return { line: rowOf(stored, pendingOf(reader, countId)), item: null, asOf: provenance };
  const item = reader.get<{ name: string }>(
    'SELECT name FROM items WHERE sku = ? COLLATE NOCASE OR barcode = ? LIMIT 1',
    text,
    text,
  );
  return { line: null, item: item?.name ?? null, asOf: provenance };
}
