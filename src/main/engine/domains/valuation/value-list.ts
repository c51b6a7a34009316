import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { ABC_CLASSES } from '#shared/domain/abc.ts';
import { asOf, decodeCursor, encodeCursor, meta, type Reader } from '../../store/reader.ts';
import { itemClasses } from '../reorder/index.ts';

type Input = MethodInput<'valuation.list'>;
type Output = MethodOutput<'valuation.list'>;
type Row = Output['rows'][number];
type Stocked = Omit<Row, 'value' | 'revenue' | 'itemClass'>;

const HERE = 'l.location_id = coalesce(?, l.location_id)';
const VALUE = `coalesce(sum(l.on_hand * i.cost), 0) AS value, sum(l.on_hand) AS units,
  sum(i.cost IS NULL AND l.on_hand <> 0) AS withoutCost`;

/** The most valuable first, items without a cost last, ties by id. */
function compare(a: Pick<Row, 'value' | 'itemId'>, b: Pick<Row, 'value' | 'itemId'>): number {
  const missing = Number(a.value === null) - Number(b.value === null);
  if (missing !== 0) return missing;
  if (a.value !== b.value) return (b.value ?? 0) - (a.value ?? 0);
  return a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0;
}

function stockedRows(reader: Reader, locationId: string | null, now: number): Row[] {
  const classes = itemClasses(reader, now);
  return reader
    .all<Stocked>(
      `SELECT i.id AS itemId, i.sku, i.name, i.category, sum(l.on_hand) AS units, i.cost AS unitCost, i.currency
       FROM levels l CROSS JOIN items i ON i.k = l.item_k WHERE ${HERE} GROUP BY i.k`,
      locationId,
    )
    .map((item) => ({
      ...item,
      value: item.unitCost === null ? null : item.units * item.unitCost,
      revenue: classes?.revenue(item.itemId) ?? null,
      itemClass: classes?.of(item.itemId) ?? null,
    }));
}

function classTotals(rows: readonly Row[]): Output['classes'] {
  if (rows.some(({ itemClass }) => itemClass === null)) return null;
  return ABC_CLASSES.map((itemClass) => {
    const own = rows.filter((row) => row.itemClass === itemClass);
    return {
      itemClass,
      items: own.length,
      revenue: own.reduce((sum, row) => sum + (row.revenue ?? 0), 0),
    };
  });
}

/** Lists the items in stock by value, with the sums of all of them and of each location. */
export function valueList(reader: Reader, input: Input, now: number): Output {
  const { locationId, itemClass, limit } = input;
  const all = stockedRows(reader, locationId, now);
  const rows = all.filter((row) => itemClass === null || row.itemClass === itemClass).sort(compare);
  const after = decodeCursor(input.after, ['number', 'number', 'string']);
  const cursor = after && {
    value: after[0] === 1 ? null : Number(after[1]),
    itemId: String(after[2]),
  };
  const found = cursor ? rows.findIndex((row) => compare(row, cursor) > 0) : 0;
  const start = found < 0 ? rows.length : found;
  const page = rows.slice(start, start + limit);
  const last = page.at(-1);
  return {
    rows: page,
    next:
      start + limit < rows.length && last
        ? encodeCursor([last.value === null ? 1 : 0, last.value ?? 0, last.itemId])
        : null,
    total: rows.length,
    totals: reader.all(
      `SELECT i.currency, ${VALUE} FROM levels l CROSS JOIN items i ON i.k = l.item_k WHERE ${HERE} GROUP BY 1 ORDER BY 1 LIMIT 200`,
      locationId,
    ),
    locations: reader.all(
      `SELECT l.location_id AS locationId, coalesce(o.name, l.location_id) AS name, i.currency, ${VALUE}
       FROM levels l CROSS JOIN items i ON i.k = l.item_k LEFT JOIN locations o ON o.id = l.location_id
       GROUP BY 1, i.currency ORDER BY name, 1, i.currency LIMIT 1000`,
    ),
    classes: classTotals(all),
    currency: meta(reader, 'currency') ?? 'USD',
    asOf: asOf(reader, ['inventory']),
  };
}
