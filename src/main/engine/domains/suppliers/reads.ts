import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { OfferRow, SupplierRow } from '#shared/bridge/suppliers.ts';
import { isIncoming, PURCHASE_STATUSES } from '#shared/domain/purchasing.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { likePatterns, searchTerms } from '../../store/text.ts';
import { pendingOffers, pendingSuppliers } from './effects.ts';
import { supplierItemsTable, suppliersTable } from './tables.ts';

const INCOMING = PURCHASE_STATUSES.filter((status) => isIncoming({ status }))
  .map((status) => `'${status}'`)
  .join(', ');

const COLUMNS = `s.k, ${suppliersTable.select('s')},
  (SELECT count(*) FROM supplier_items i WHERE i.supplier_id = s.id) AS items,
  (SELECT count(*) FROM purchases p WHERE p.supplier_id = s.id AND p.status IN (${INCOMING})) AS openOrders`;

type Row = StoredRow & { readonly k: number; readonly items: number; readonly openOrders: number };

interface Clause {
  readonly sql: string;
  readonly params: readonly unknown[];
}

function joined(clauses: readonly Clause[]): { readonly where: string; readonly params: unknown[] } {
  return {
    where: ['1', ...clauses.map(({ sql }) => sql)].join(' AND '),
    params: clauses.flatMap(({ params }) => params),
  };
}

function wordsLike(search: string, words: string): Clause[] {
  return likePatterns(searchTerms(search)).map((pattern) => ({
    sql: `' ' || ${words} || ' ' LIKE ?`,
    params: [pattern],
  }));
}

/** Lists suppliers by name. */
export function list(reader: Reader, input: MethodInput<'suppliers.list'>): MethodOutput<'suppliers.list'> {
  const key = decodeCursor(input.after, ['string', 'number']);
  const base = wordsLike(input.search, 's.words');
  if (input.status !== 'any') base.push({ sql: 's.status = ?', params: [input.status] });
  const page = joined(key ? [...base, { sql: '(s.name COLLATE NOCASE, s.k) > (?, ?)', params: key }] : base);
  const found = reader.all<Row>(
    `SELECT ${COLUMNS} FROM suppliers s WHERE ${page.where} ORDER BY s.name COLLATE NOCASE, s.k LIMIT ?`,
    ...page.params,
    input.limit + 1,
  );
  const all = joined(base);
  const total = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM suppliers s WHERE ${all.where}`,
    ...all.params,
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  const withPending = pendingSuppliers(reader);
  return {
    rows: shown.map((row) => withPending(rowOf(row))),
    next: found.length > input.limit && last ? encodeCursor([String(last['name']), last.k]) : null,
    total: total?.n ?? 0,
    asOf: asOf(reader, ['suppliers']),
  };
}

function rowOf(row: Row): Omit<SupplierRow, 'pending'> {
  return { ...suppliersTable.decode(row), items: row.items, openOrders: row.openOrders };
}

/** Returns a supplier with the user's unsettled commands. */
export function supplier(
  reader: Reader,
  { supplierId }: MethodInput<'suppliers.supplier'>,
): MethodOutput<'suppliers.supplier'> {
  const row = reader.get<Row>(`SELECT ${COLUMNS} FROM suppliers s WHERE s.id = ?`, supplierId);
  return {
    supplier: row ? pendingSuppliers(reader)(rowOf(row)) : null,
    asOf: asOf(reader, ['suppliers']),
  };
}

/** Lists the items of a supplier by name. */
export function items(
  reader: Reader,
  input: MethodInput<'suppliers.items'>,
): MethodOutput<'suppliers.items'> {
  const key = decodeCursor(input.after, ['string', 'string']);
  const base: Clause[] = [
    { sql: 'o.supplier_id = ?', params: [input.supplierId] },
    ...wordsLike(input.search, "o.words || ' ' || i.words"),
  ];
  const page = joined(key ? [...base, { sql: '(i.name COLLATE NOCASE, i.id) > (?, ?)', params: key }] : base);
  const from = 'supplier_items o JOIN items i ON i.id = o.item_id';
  const found = reader.all<StoredRow & Pick<OfferRow, 'sku' | 'name' | 'unit'>>(
    `SELECT ${supplierItemsTable.select('o')}, i.sku, i.name, i.unit FROM ${from} WHERE ${page.where}
     ORDER BY i.name COLLATE NOCASE, i.id LIMIT ?`,
    ...page.params,
    input.limit + 1,
  );
  const all = joined(base);
  const total = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM ${from} WHERE ${all.where}`,
    ...all.params,
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  const withPending = pendingOffers(reader);
  return {
    rows: shown.flatMap((row) => {
      const { sku, name, unit } = row;
      return withPending({ ...supplierItemsTable.decode(row), sku, name, unit }) ?? [];
    }),
    next: found.length > input.limit && last ? encodeCursor([last.name, String(last['item_id'])]) : null,
    total: total?.n ?? 0,
    asOf: asOf(reader, ['suppliers', 'inventory']),
  };
}

/** Returns who sells an item, the preferred supplier first. */
export function ofItem(
  reader: Reader,
  { itemId }: MethodInput<'suppliers.of_item'>,
): MethodOutput<'suppliers.of_item'> {
  type Found = StoredRow & {
    readonly supplierName: string;
    readonly currency: string;
    readonly leadTimeDays: number;
    readonly status: SupplierRow['status'];
  };
  const found = reader.all<Found>(
    `SELECT ${supplierItemsTable.select('o')}, s.name AS supplierName, s.currency, s.lead_time_days AS leadTimeDays, s.status
     FROM supplier_items o JOIN suppliers s ON s.id = o.supplier_id WHERE o.item_id = ?
     ORDER BY o.preferred DESC, s.name COLLATE NOCASE, s.k LIMIT 50`,
    itemId,
  );
  return {
    offers: found.map((row) => {
      const { supplierName, currency, leadTimeDays, status } = row;
      return { ...supplierItemsTable.decode(row), supplierName, currency, leadTimeDays, status };
    }),
    asOf: asOf(reader, ['suppliers']),
  };
}
