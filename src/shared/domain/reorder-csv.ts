import { csvLine } from './csv.ts';
import { toMajorUnits } from './money.ts';

/** The first line of the list of what to order as CSV. */
export const REORDER_CSV_HEAD = csvLine([
  'sku',
  'name',
  'category',
  'class',
  'supplier',
  'available',
  'incoming',
  'demand_per_day',
  'demand_deviation',
  'days_in_stock',
  'lead_time_days',
  'service_level',
  'safety_stock',
  'reorder_point',
  'order_up_to',
  'days_of_cover',
  'needs_order',
  'suggested',
  'unit',
  'unit_cost',
  'value',
  'currency',
]);

/** What a line of the file is made from: a row of the list. Unknown values are empty. */
export interface ReorderCsvRow {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly itemClass: string | null;
  readonly supplier: { readonly name: string } | null;
  readonly available: number;
  readonly incoming: number;
  readonly demand: number | null;
  readonly deviation: number | null;
  readonly daysInStock: number;
  readonly leadTimeDays: number;
  readonly serviceLevel: number;
  readonly safetyStock: number | null;
  readonly reorderPoint: number | null;
  readonly orderUpTo: number | null;
  readonly daysOfCover: number | null;
  readonly needsOrder: boolean | null;
  readonly suggested: number | null;
  readonly unit: string;
  readonly unitCost: number | null;
  readonly value: number | null;
  readonly currency: string;
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1000) / 1000;

/** Returns a row as a line of CSV. Amounts are in major units, calculated quantities with three decimals. */
export function reorderCsvLine(row: ReorderCsvRow): string {
  const { currency } = row;
  const money = (amount: number | null): number | null =>
    amount === null ? null : toMajorUnits({ amount, currency });
  return csvLine([
    row.sku,
    row.name,
    row.category,
    row.itemClass,
    row.supplier?.name ?? null,
    row.available,
    row.incoming,
    rounded(row.demand),
    rounded(row.deviation),
    row.daysInStock,
    row.leadTimeDays,
    row.serviceLevel,
    rounded(row.safetyStock),
    rounded(row.reorderPoint),
    rounded(row.orderUpTo),
    rounded(row.daysOfCover),
    row.needsOrder,
    row.suggested,
    row.unit,
    money(row.unitCost),
    money(row.value),
    currency,
  ]);
}

/** The first line of the value of the stock as CSV. */
export const VALUE_CSV_HEAD = csvLine([
  'sku',
  'name',
  'category',
  'class',
  'units',
  'unit_cost',
  'value',
  'currency',
]);

/** Returns an item's value as a line of CSV. Amounts are in major units; without a cost they are empty. */
export function valueCsvLine(
  row: Pick<ReorderCsvRow, 'sku' | 'name' | 'category' | 'itemClass' | 'unitCost' | 'value' | 'currency'> & {
    readonly units: number;
  },
): string {
  const { currency } = row;
  const money = (amount: number | null): number | null =>
    amount === null ? null : toMajorUnits({ amount, currency });
  const { sku, name, category, itemClass, units } = row;
  return csvLine([sku, name, category, itemClass, units, money(row.unitCost), money(row.value), currency]);
}

/** Returns the values of the stock by location and day as CSV: one line a day, one column a location. */
export function valueDaysCsv(
  locations: readonly { readonly name: string }[],
  points: readonly { readonly at: number; readonly values: readonly number[] }[],
  currency: string,
): string {
  const head = csvLine(['time', ...locations.map(({ name }) => name), 'currency']);
  const lines = points.map(({ at, values }) =>
    csvLine([
      new Date(at).toISOString(),
      ...values.map((amount) => toMajorUnits({ amount, currency })),
      currency,
    ]),
  );
  return [head, ...lines].join('');
}
