import { z } from 'zod';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import { MAX_ENTERED_LINES } from '#shared/domain/manual-orders.ts';
import { Currency, MinorUnits } from '#shared/domain/money.ts';
import { Customer } from '#shared/domain/orders.ts';
import type { Effects } from '../../store/domain.ts';
import { asOf, pendingEffects, type Reader } from '../../store/reader.ts';
import { ftsQuery, likePatterns, searchTerms } from '../../store/text.ts';

/** An order that the server has not confirmed yet. It is in no list of orders, and takes stock from what can be sold. */
export const EnteredEffect = z.object({
  kind: z.literal('order_entered'),
  orderId: Id,
  customer: Customer.nullable(),
  total: MinorUnits,
  currency: Currency,
  locationId: Id,
  lines: z.array(z.object({ itemId: Id, quantity: Quantity.min(1) })).max(MAX_ENTERED_LINES),
  paid: z.boolean(),
  at: Timestamp,
});
export type EnteredEffect = z.infer<typeof EnteredEffect>;

/** The effect of entering an order. */
export const enteredEffects: Effects<EnteredEffect>['of'] = {
  'orders.enter': ({ orderId, customer, currency, locationId, lines, payment }, { now }) => ({
    kind: 'order_entered',
    ...{ orderId, customer, currency, locationId },
    total: lines.reduce((sum, { quantity, unitPrice, discount }) => sum + quantity * unitPrice - discount, 0),
    lines: lines.map(({ itemId, quantity }) => ({ itemId, quantity })),
    paid: payment !== null,
    at: now,
  }),
};

/** The most orders that are shown while they wait. */
const MAX_WAITING = 100;

/** Lists the orders that wait for the server, newest first. One that the cache has already is not among them. */
export function enteredOrders(reader: Reader): MethodOutput<'orders.entered'> {
  const waiting = pendingEffects(reader, EnteredEffect).filter(
    ({ effect }) => reader.get('SELECT 1 FROM orders WHERE id = ?', effect.orderId) === undefined,
  );
  return {
    orders: waiting
      .reverse()
      .slice(0, MAX_WAITING)
      .map(({ id: commandId, effect: { orderId, customer, total, currency, lines, paid, at } }) => ({
        ...{ orderId, commandId, customer, total, currency, lineCount: lines.length, paid, at },
      })),
    asOf: asOf(reader, ['orders']),
  };
}

/** Returns how much of each item orders that wait for the server take at each location, by `item location`. */
function takenByWaiting(reader: Reader): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const { effect } of pendingEffects(reader, EnteredEffect))
    for (const { itemId, quantity } of effect.lines) {
      const key = `${itemId} ${effect.locationId}`;
      taken.set(key, (taken.get(key) ?? 0) + quantity);
    }
  return taken;
}

type Row = Omit<MethodOutput<'orders.sellable'>['items'][number], 'stock'>;
const COLUMNS =
  'i.id, i.sku, i.name, i.unit, i.price, i.currency, i.status, i.backorder_limit AS backorderLimit';

function itemsFor(
  reader: Reader,
  { search, itemIds, currency, limit }: MethodInput<'orders.sellable'>,
): Row[] {
  if (itemIds.length > 0)
    return reader.all<Row>(
      `SELECT ${COLUMNS} FROM json_each(?) wanted JOIN items i ON i.id = wanted.value LIMIT ?`,
      JSON.stringify([...new Set(itemIds)]),
      limit,
    );
  const patterns = likePatterns(searchTerms(search));
  const words = patterns.map(() => `AND ' ' || i.words || ' ' LIKE ?`).join(' ');
  return reader.all<Row>(
    `SELECT ${COLUMNS} FROM items i WHERE i.status = 'active' ${currency === null ? '' : 'AND i.currency = ?'} ${words}
     ORDER BY i.name COLLATE NOCASE, i.id LIMIT ?`,
    ...(currency === null ? [] : [currency]),
    ...patterns,
    limit,
  );
}

/** Finds items to sell, with what is available of each at every location that stocks it. */
export function sellableItems(
  reader: Reader,
  input: MethodInput<'orders.sellable'>,
): MethodOutput<'orders.sellable'> {
  const items = itemsFor(reader, input);
  const taken = takenByWaiting(reader);
  return {
    items: items.map((item) => ({
      ...item,
      stock: reader
        .all<{ locationId: string; available: number }>(
          `SELECT location_id AS locationId, on_hand - committed - unavailable AS available FROM levels
           WHERE item_id = ? ORDER BY location_id LIMIT 1000`,
          item.id,
        )
        .map(({ locationId, available }) => ({
          locationId,
          available: available - (taken.get(`${item.id} ${locationId}`) ?? 0),
        })),
    })),
    asOf: asOf(reader, ['inventory']),
  };
}

/** Finds customers by name and e-mail address; without words, those who ordered last. */
export function findCustomers(
  reader: Reader,
  { search, limit }: MethodInput<'orders.customers'>,
): MethodOutput<'orders.customers'> {
  const terms = searchTerms(search);
  const found =
    terms.length === 0
      ? ''
      : 'k IN (SELECT rowid FROM customers_fts WHERE customers_fts MATCH ? LIMIT 1000) AND';
  const words = likePatterns(terms).map(() => `' ' || words || ' ' LIKE ?`);
  return {
    customers: reader.all<z.infer<typeof Customer>>(
      `SELECT id, name, email FROM customers WHERE ${found} ${['1', ...words].join(' AND ')} ORDER BY last_at DESC, k DESC LIMIT ?`,
      ...(terms.length === 0 ? [] : [ftsQuery(terms)]),
      ...likePatterns(terms),
      limit,
    ),
    asOf: asOf(reader, ['orders']),
  };
}
