/** The columns of the stock table, in the order in which they are offered. */
export const COLUMN_IDS = [
  'sku',
  'name',
  'barcode',
  'category',
  'location',
  'onHand',
  'committed',
  'available',
  'unavailable',
  'incoming',
  'lowAt',
  'price',
  'cost',
  'value',
  'status',
  'updated',
] as const;
/** The id of a column; a translation key under `inventory.table`, and the sort order of the same name. */
export type ColumnId = (typeof COLUMN_IDS)[number];

/** The usual widths of columns, px; null for what the others leave. */
export const WIDTHS: Readonly<Record<ColumnId, { readonly usual: number | null; readonly narrow?: number }>> =
  {
    sku: { usual: 150, narrow: 132 },
    name: { usual: null },
    barcode: { usual: 134 },
    category: { usual: 122 },
    location: { usual: 150 },
    onHand: { usual: 108 },
    committed: { usual: 100 },
    available: { usual: 98, narrow: 88 },
    unavailable: { usual: 104 },
    incoming: { usual: 98 },
    lowAt: { usual: 84 },
    price: { usual: 104 },
    cost: { usual: 104 },
    value: { usual: 118 },
    status: { usual: 100 },
    updated: { usual: 140 },
  };

/** The columns of numbers, which stand at the right. */
export const NUMERIC: ReadonlySet<ColumnId> = new Set<ColumnId>([
  'onHand',
  'committed',
  'available',
  'unavailable',
  'incoming',
  'lowAt',
  'price',
  'cost',
  'value',
]);
