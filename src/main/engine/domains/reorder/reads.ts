import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { ReorderRow } from '#shared/bridge/reorder.ts';
import { stockDays, wasInStock } from '#shared/domain/stock-days.ts';
import { asOf, decodeCursor, encodeCursor, ReadError, type Reader } from '../../store/reader.ts';
import { matchesTerms, searchTerms } from '../../store/text.ts';
import { placesOf } from './flows.ts';
import { type Plan, type PlanRow, type PlanWindow, planAt } from './plan.ts';
import { currentPolicy } from './policy.ts';

type ListInput = MethodInput<'reorder.list'>;
type ListOutput = MethodOutput<'reorder.list'>;
type Filters = Omit<ListInput, 'after' | 'limit'>;

/** Text is sorted by its beginning, so that every position fits into a cursor. */
const MAX_KEY = 60;

const SORT_VALUE: Readonly<Record<ListInput['sort'], (row: PlanRow) => number | string | null>> = {
  cover: (row) => row.daysOfCover,
  name: (row) => row.name.toLowerCase().slice(0, MAX_KEY),
  sku: (row) => row.sku.toLowerCase().slice(0, MAX_KEY),
  available: (row) => row.available,
  demand: (row) => row.demand,
  suggested: (row) => row.suggested,
  value: (row) => row.value,
};

/** The place of a row in a list: rows without a value are last in either direction, ties by id. */
type Key = readonly [missing: number, value: number | string, itemId: string];

const isText = (sort: ListInput['sort']): boolean => sort === 'name' || sort === 'sku';

function keyOf(row: PlanRow, sort: ListInput['sort']): Key {
  const value = SORT_VALUE[sort](row);
  return value === null ? [1, isText(sort) ? '' : 0, row.itemId] : [0, value, row.itemId];
}

function compareKeys(a: Key, b: Key, direction: ListInput['direction']): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  if (a[1] !== b[1]) return (a[1] < b[1] ? -1 : 1) * (direction === 'asc' ? 1 : -1);
  return a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0;
}

/** Reads a position. Its value is text, because positions have no fractions. */
function cursorKey(after: string | null, sort: ListInput['sort']): Key | null {
  const key = decodeCursor(after, ['number', 'string', 'string']);
  if (key === null) return null;
  const value = String(key[1]);
  return [Number(key[0]), isText(sort) ? value : Number(value), String(key[2])];
}

/** The rows of a plan in the scope of a query, without the filter by need. */
function inScope(plan: Plan, input: Filters): readonly PlanRow[] {
  const terms = searchTerms(input.search);
  const { category, supplierId, itemClass } = input;
  const chosen = input.itemIds ? new Set(input.itemIds) : null;
  return plan.rows.filter(
    (row) =>
      (chosen === null || chosen.has(row.itemId)) &&
      (category === null || row.category === category) &&
      (supplierId === null || row.supplier?.id === supplierId) &&
      (itemClass === null || row.itemClass === itemClass) &&
      matchesTerms(row.words, terms),
  );
}

function needed({ need }: Filters): (row: PlanRow) => boolean {
  if (need === 'any') return () => true;
  return need === 'now' ? (row) => row.needsOrder === true : (row) => row.demand === null;
}

const shown = ({ words: _words, ...row }: PlanRow): ReorderRow => row;

function windowOf({ edges: _edges, ...window }: PlanWindow): ListOutput['window'] {
  return window;
}

/** The rows of a query, sorted, and those of its scope. */
interface Listed {
  readonly query: string;
  readonly scope: readonly PlanRow[];
  readonly rows: readonly { readonly row: PlanRow; readonly key: Key }[];
}

/** The last query of each plan, so that the pages of a list are not sorted each. */
const lists = new WeakMap<Plan, Listed>();

function listed(plan: Plan, { after: _after, limit: _limit, ...filters }: ListInput): Listed {
  const query = JSON.stringify(filters);
  const before = lists.get(plan);
  if (before?.query === query) return before;
  const { sort, direction } = filters;
  const scope = inScope(plan, filters);
  const rows = scope
    .filter(needed(filters))
    .map((row) => ({ row, key: keyOf(row, sort) }))
    .sort((a, b) => compareKeys(a.key, b.key, direction));
  const made = { query, scope, rows };
  lists.set(plan, made);
  return made;
}

/** Lists what is to be ordered. */
export function reorderList(reader: Reader, input: ListInput, now: number): ListOutput {
  const plan = planAt(reader, input.locationId, now);
  const { scope, rows } = listed(plan, input);
  const { sort, direction, limit } = input;
  const cursor = cursorKey(input.after, sort);
  const start = cursor ? rows.findIndex(({ key }) => compareKeys(key, cursor, direction) > 0) : 0;
  const from = start < 0 ? rows.length : start;
  const page = rows.slice(from, from + limit);
  const last = page.at(-1);
  const values: Record<string, number> = {};
  for (const { row } of rows)
    if (row.value !== null && row.value > 0) values[row.currency] = (values[row.currency] ?? 0) + row.value;
  const suppliers = new Map(plan.rows.flatMap(({ supplier }) => (supplier ? [[supplier.id, supplier]] : [])));
  return {
    rows: page.map(({ row }) => shown(row)),
    next:
      from + limit < rows.length && last
        ? encodeCursor([last.key[0], String(last.key[1]), last.key[2]])
        : null,
    total: rows.length,
    now: scope.filter((row) => row.needsOrder === true).length,
    unknown: scope.filter((row) => row.demand === null).length,
    values,
    withoutCost: rows.filter(({ row }) => row.unitCost === null && (row.suggested ?? 0) > 0).length,
    suppliers: [...suppliers.values()].slice(0, 1000),
    window: windowOf(plan.window),
    asOf: asOf(reader, ['inventory', 'reorder']),
  };
}

/** Returns what is to be ordered of an item, with the days that its demand is from. */
export function reorderItem(
  reader: Reader,
  { itemId, locationId }: MethodInput<'reorder.item'>,
  now: number,
): MethodOutput<'reorder.item'> {
  const { rows, window, policy } = planAt(reader, locationId, now);
  const row = rows.find((one) => one.itemId === itemId);
  if (!row)
    throw new ReadError({
      code: 'not_found',
      message: 'This item is not in stock here.',
      field: 'itemId',
    });
  const { edges, from, known } = window;
  const places = known ? (placesOf(reader, [itemId], locationId, from).get(itemId) ?? []) : null;
  return {
    row: shown(row),
    locationId,
    window: windowOf(window),
    policy,
    days:
      places === null
        ? []
        : stockDays(edges, places).map((day, i) => ({
            at: edges[i] ?? from,
            sold: day.sold,
            inStock: wasInStock(day),
          })),
    asOf: asOf(reader, ['inventory', 'reorder']),
  };
}

/** Returns the workspace's terms. */
export function reorderPolicy(reader: Reader): MethodOutput<'reorder.policy'> {
  return { ...currentPolicy(reader), asOf: asOf(reader, ['reorder']) };
}
