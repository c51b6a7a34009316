import { z } from 'zod';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { Item } from '../domain/inventory.ts';
import { Currency, MinorUnits } from '../domain/money.ts';
import { OrderEntry, RecordedPayment } from '../domain/order-account.ts';
import { ALL_ORDERS, OrderFilters, PAYMENT_STATES } from '../domain/order-list.ts';
import { Customer, ORDER_STATUSES, Order, ReturnedGoods } from '../domain/orders.ts';
import { MAX_PICK_ORDERS } from '../domain/picking.ts';
import { Shipment } from '../domain/shipments.ts';
import { Subject } from '../domain/subject.ts';
import { Nothing, PageRequest, Provenance, page, read } from './contract.ts';

/** The most words that are looked up at once: those of a screen of messages. */
export const MAX_REFERENCES = 200;

/** An order in a list. `pending`: its status includes a command that the server has not decided yet. */
export const OrderSummary = Order.omit({ lines: true, shipped: true }).extend({
  /** null where the location is not known. */
  locationName: z.string().nullable(),
  /** Null where its payments are not in the cache. */
  payment: z.enum(PAYMENT_STATES).nullable(),
  /** Whether its goods should have left by now. */
  overdue: z.boolean(),
  lineCount: z.int().min(0),
  /** What its first line is; null if it has none. */
  firstLine: z.string().nullable(),
  /** How many units have left, of how many, while it is partly fulfilled; else null. */
  partly: z.object({ shipped: z.int().min(0), ordered: z.int().min(0) }).nullable(),
  pending: z.boolean(),
});
export type OrderSummary = z.infer<typeof OrderSummary>;

/** An entry of an order's timeline. One that is still in the outbox has `seq` 0 and the id of its command. */
export const OrderEntryRow = OrderEntry.extend({ commandId: Id.nullable() });
export type OrderEntryRow = z.infer<typeof OrderEntryRow>;

/** A shipment with the name of its location. */
export const ShipmentRow = Shipment.extend({ locationName: z.string().nullable() });
export type ShipmentRow = z.infer<typeof ShipmentRow>;

/** An item to pick, with the lots that it leaves from, the first to expire first. */
export const PickItem = z.object({
  itemId: Id,
  sku: z.string(),
  name: z.string(),
  /** Empty for an item that the cache does not have. */
  category: z.string(),
  quantity: z.int().min(1),
  onHand: z.int().min(0),
  lots: z
    .array(z.object({ code: z.string(), expiresAt: Timestamp.nullable(), quantity: z.int().min(1) }))
    .max(20),
});
export type PickItem = z.infer<typeof PickItem>;
/** The most orders that a filtered list counts; more are "or more". */
export const MAX_COUNTED_ORDERS = 5_000;

/** An order that was entered by hand and that the server has not confirmed yet. */
export const EnteredOrder = z.object({
  orderId: Id,
  commandId: Id,
  customer: Customer.nullable(),
  total: MinorUnits,
  currency: Currency,
  lineCount: z.int().min(1),
  paid: z.boolean(),
  at: Timestamp,
});
export type EnteredOrder = z.infer<typeof EnteredOrder>;

/** An item as an order of a customer takes it. */
export const SellableItem = Item.pick({
  id: true,
  sku: true,
  name: true,
  unit: true,
  price: true,
  currency: true,
  status: true,
  backorderLimit: true,
}).extend({
  /** What is available where it is stocked, without what orders that wait in the outbox take. */
  stock: z.array(z.object({ locationId: Id, available: z.int() })).max(1000),
});
export type SellableItem = z.infer<typeof SellableItem>;

/** The filters of a list of one customer's orders, or of one status. */
export const ordersBy = (change: Partial<OrderFilters>): OrderFilters => ({ ...ALL_ORDERS, ...change });

/** Reads of orders and their customers. */
export const orderMethods = {
  /** Newest first, of a customer or with an item. */
  'orders.list': read(
    'orders:read',
    z.strictObject({ ...PageRequest, customerId: Id.nullable(), itemId: Id.nullable() }),
    page(Order),
  ),
  /**
   * In the order of `sort`. `search` matches the number, the customer and SKUs. `total` counts all that match; with words, an
   * amount, a location, a payment state, or what is overdue, up to `MAX_COUNTED_ORDERS`.
   */
  'orders.search': read(
    'orders:read',
    OrderFilters.extend(PageRequest),
    page(OrderSummary).extend({ total: z.int().min(0) }),
  ),
  /** The same orders with all that a file has of them. */
  'orders.export': read(
    'orders:read',
    OrderFilters.extend(PageRequest),
    page(
      z.object({
        order: Order,
        locationName: z.string().nullable(),
        /** Null where its payments are not in the cache. */
        paid: z.int().nullable(),
        refunded: z.int().nullable(),
        payment: z.enum(PAYMENT_STATES).nullable(),
      }),
    ).extend({ total: z.int().min(0) }),
  ),
  /** How many cached orders have each status, and how many of them should have been fulfilled by now. */
  'orders.counts': read(
    'orders:read',
    Nothing,
    z.object({
      statuses: z.record(z.enum(ORDER_STATUSES), z.int().min(0)),
      overdue: z.int().min(0),
      asOf: Provenance,
    }),
  ),
  /** The orders that were entered by hand and that the server has not confirmed yet, newest first. */
  'orders.entered': read(
    'orders:read',
    Nothing,
    z.object({ orders: z.array(EnteredOrder).max(100), asOf: Provenance }),
  ),
  /** The items that words name, of a currency if it is given; or those with ids. */
  'orders.sellable': read(
    'orders:write',
    z.strictObject({
      search: z.string().max(200),
      itemIds: z.array(Id).max(200),
      currency: Currency.nullable(),
      limit: z.int().min(1).max(200),
    }),
    z.object({ items: z.array(SellableItem).max(200), asOf: Provenance }),
  ),
  /** The customers of orders whose name or e-mail address words match; without words, those who ordered last. */
  'orders.customers': read(
    'orders:write',
    z.strictObject({ search: z.string().max(200), limit: z.int().min(1).max(50) }),
    z.object({ customers: z.array(Customer).max(50), asOf: Provenance }),
  ),
  /** `order` is null if there is no such order in the cache. Amounts are in its currency; `seq` is that of its last change. */
  'orders.order': read(
    'orders:read',
    z.strictObject({ orderId: Id }),
    page(RecordedPayment)
      .omit({ rows: true, next: true })
      .extend({
        order: Order.nullable(),
        locationName: z.string().nullable(),
        /** Including refunds that the server has not decided yet. */
        paid: z.int(),
        refunded: z.int(),
        /** What of `paid` is disputed, or was lost to a dispute. */
        disputed: z.int().min(0),
        payments: z.array(RecordedPayment).max(500),
        /** Goods that came back into stock, one entry per item. */
        returned: z.array(ReturnedGoods).max(1000),
        /** How much of each line was refunded. */
        refundedLines: z.array(z.object({ line: z.int().min(0), quantity: z.int().min(0) })).max(1000),
        pending: z.boolean(),
        seq: Seq,
      }),
  ),
  /** The shipments of an order, the latest first. */
  'orders.shipments': read(
    'orders:read',
    z.strictObject({ orderId: Id }),
    page(ShipmentRow).omit({ next: true }),
  ),
  /** What is on hand and available of an order's items, by location. */
  'orders.stock': read(
    'orders:read',
    z.strictObject({ orderId: Id }),
    page(
      z.object({
        locationId: Id,
        itemId: Id,
        available: z.int().min(0),
        onHand: z.int().min(0),
      }),
    ).omit({ next: true }),
  ),
  /** Where orders wait to be picked, the place with the most first: all paid orders, or chosen ones. */
  'orders.pick_places': read(
    'orders:read',
    z.strictObject({ orderIds: z.array(Id).max(MAX_PICK_ORDERS).nullable() }),
    page(Order)
      .omit({ rows: true, next: true })
      .extend({
        places: z.array(z.object({ locationId: Id, name: z.string(), orders: z.int().min(1) })).max(200),
      }),
  ),
  /**
   * What is to be picked at a location for paid orders, the oldest first: for chosen ones, or for all as far as one list goes. `now` is
   * when lots expire against; `total` counts the orders of which something may be left.
   */
  'orders.picking': read(
    'orders:read',
    z.strictObject({
      locationId: Id,
      orderIds: z.array(Id).max(MAX_PICK_ORDERS).nullable(),
      now: Timestamp,
    }),
    page(PickItem)
      .omit({ rows: true, next: true })
      .extend({
        orders: z
          .array(
            z.object({
              id: Id,
              number: z.string(),
              customer: z.string().nullable(),
              placedAt: Timestamp,
              lines: z.array(
                z.object({
                  line: z.int().min(0),
                  itemId: Id,
                  sku: z.string(),
                  name: z.string(),
                  quantity: z.int().min(1),
                }),
              ),
            }),
          )
          .max(MAX_PICK_ORDERS),
        items: z.array(PickItem),
        total: z.int().min(0),
      }),
  ),
  /** What happened to an order besides payments, newest first, beginning with notes that are still in the outbox. */
  'orders.entries': read('orders:read', z.strictObject({ ...PageRequest, orderId: Id }), page(OrderEntryRow)),
  /** Returns the records that words of a text name: orders by their number and items by their SKU, in any case. */
  'orders.references': read(
    'orders:read',
    z.strictObject({ words: z.array(z.string().min(1).max(64)).max(MAX_REFERENCES) }),
    z.object({
      references: z.array(z.object({ word: z.string(), subject: Subject })).max(MAX_REFERENCES),
    }),
  ),
  /**
   * `customer` is null if nobody in the cache has the id. Figures count what the cache has: all of it, or what is newer than
   * `completeFrom`.
   */
  'customers.customer': read(
    'orders:read',
    z.strictObject({ customerId: Id }),
    page(Order)
      .omit({ rows: true, next: true })
      .extend({
        customer: Customer.nullable(),
        orders: z.int().min(0),
        value: z.array(z.object({ currency: Currency, paid: z.int(), refunded: z.int() })).max(50),
        firstSeen: Timestamp.nullable(),
        lastSeen: Timestamp.nullable(),
        completeFrom: Timestamp.nullable(),
      }),
  ),
} as const;
