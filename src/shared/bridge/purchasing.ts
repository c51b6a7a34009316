import { z } from 'zod';
import { Day } from '../domain/days.ts';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { PURCHASE_STATUSES, Purchase, PurchaseEntry } from '../domain/purchasing.ts';
import { Supplier } from '../domain/suppliers.ts';
import { PageRequest, Provenance, page, read } from './contract.ts';

/** The filters of the list: all orders, those that are not closed, those that are late, or one status. */
export const PURCHASE_FILTERS = ['any', 'open', 'late', ...PURCHASE_STATUSES] as const;

/** A purchase order in a list. `pending`: it includes a command that the server has not decided yet. */
export const PurchaseSummary = Purchase.omit({ lines: true }).extend({
  locationName: z.string(),
  lineCount: z.int().min(0),
  /** What its first line is; null if it has none. */
  firstLine: z.string().nullable(),
  /** Units that were ordered, and how many of them have arrived. */
  ordered: z.int().min(0),
  arrived: z.int().min(0),
  late: z.boolean(),
  pending: z.boolean(),
});
export type PurchaseSummary = z.infer<typeof PurchaseSummary>;

/** A line of an open purchase order, as an item's page lists it. */
export const OpenLine = z.object({
  purchaseId: Id,
  number: z.string(),
  supplierName: z.string(),
  locationId: Id,
  locationName: z.string(),
  /** Units that are still to come. */
  missing: z.int().min(1),
  expectedOn: Day.nullable(),
  late: z.boolean(),
});
export type OpenLine = z.infer<typeof OpenLine>;

/** An item that can be ordered, with what one supplier says about it. */
export const OrderableItem = z.object({
  itemId: Id,
  sku: z.string(),
  name: z.string(),
  barcode: z.string().nullable(),
  unit: z.string(),
  supplierSku: z.string().nullable(),
  packSize: z.int().min(1),
  /** Minor units of the supplier's currency; null if the supplier does not sell it. */
  price: z.int().nullable(),
});
export type OrderableItem = z.infer<typeof OrderableItem>;

/** Reads of purchase orders. */
export const purchasingMethods = {
  /** Newest first. `search` matches the number, the supplier, and the names and SKUs of the lines. */
  'purchasing.search': read(
    'purchasing:read',
    z.strictObject({
      ...PageRequest,
      search: z.string().max(200),
      status: z.enum(PURCHASE_FILTERS),
      supplierId: Id.nullable(),
    }),
    page(PurchaseSummary).extend({ total: z.int().min(0) }),
  ),
  /** `purchase` is null if there is no such order in the cache. `seq` is that of its last change. */
  'purchasing.order': read(
    'purchasing:read',
    z.strictObject({ purchaseId: Id }),
    page(Purchase)
      .omit({ rows: true, next: true })
      .extend({
        purchase: Purchase.nullable(),
        locationName: z.string().nullable(),
        supplier: Supplier.nullable(),
        /** The barcode of each line's item, by position. */
        barcodes: z.array(z.string().nullable()).max(500),
        late: z.boolean(),
        pending: z.boolean(),
        seq: Seq,
      }),
  ),
  /** What happened to an order, newest first. */
  'purchasing.entries': read(
    'purchasing:read',
    z.strictObject({ ...PageRequest, purchaseId: Id }),
    page(PurchaseEntry),
  ),
  /** The lines of open orders that an item is on, the earliest first; at most 200. */
  'purchasing.of_item': read(
    'purchasing:read',
    z.strictObject({ itemId: Id }),
    z.object({ lines: z.array(OpenLine).max(200), asOf: Provenance }),
  ),
  /** Items whose name, SKU, barcode or supplier's SKU match; those that the supplier sells first. */
  'purchasing.find_items': read(
    'purchasing:read',
    z.strictObject({ search: z.string().max(200), supplierId: Id, limit: z.int().min(1).max(50) }),
    z.object({ items: z.array(OrderableItem).max(50), asOf: Provenance }),
  ),
  /** Items by their ids, in no order; without those that the cache does not have. */
  'purchasing.items': read(
    'purchasing:read',
    z.strictObject({ supplierId: Id, itemIds: z.array(Id).max(500) }),
    z.object({ items: z.array(OrderableItem).max(500), asOf: Provenance }),
  ),
  /**
   * How long a supplier has really taken, by its newest orders that have arrived; null as `measured` for too few of them.
   * `heldSince`: since when the cache holds all orders, 0 for all.
   */
  'purchasing.lead_time': read(
    'purchasing:read',
    z.strictObject({ supplierId: Id }),
    z.object({
      measured: z.object({ deliveries: z.int(), days: z.number(), deviation: z.number() }).nullable(),
      deliveries: z.int().min(0),
      heldSince: Timestamp.nullable(),
      asOf: Provenance,
    }),
  ),
} as const;
