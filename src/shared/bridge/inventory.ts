import { z } from 'zod';
import { MAX_CODE } from '../domain/barcodes.ts';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import {
  Item,
  Level,
  Location,
  Movement,
  Reservation,
  STOCK_STATES,
  StockLimits,
  Threshold,
  UNAVAILABLE_REASONS,
} from '../domain/inventory.ts';
import { MAX_BULK } from '../domain/items.ts';
import { Lot, SetAside } from '../domain/lots.ts';
import { Nothing, PageRequest, Provenance, page, read } from './contract.ts';

/**
 * One item at one location. `pendingOnHand` is what unsettled commands will add to `onHand`. Limits and status include
 * unsettled changes of thresholds; lists filter and count by those that the gateway has confirmed.
 */
export const StockRow = z.object({
  itemId: Id,
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  barcode: z.string().nullable(),
  price: z.int(),
  /** What one unit costs; null if unknown. */
  cost: z.int().nullable(),
  currency: z.string(),
  backorderLimit: z.int(),
  locationId: Id,
  locationName: z.string(),
  onHand: z.int(),
  committed: z.int(),
  unavailable: z.int(),
  incoming: z.int(),
  /** onHand - committed - unavailable, without pending changes. */
  available: z.int(),
  pendingOnHand: z.int(),
  ...StockLimits.shape,
  status: z.enum(STOCK_STATES),
  /** Sequence number and time of the last change. */
  seq: Seq,
  at: Timestamp,
});
export type StockRow = z.infer<typeof StockRow>;

/**
 * The sort orders of the stock list. `status` is by severity, `updated` by the last change, `value` by what is on hand at cost.
 */
export const STOCK_SORTS = [
  'name',
  'sku',
  'barcode',
  'category',
  'location',
  'onHand',
  'available',
  'committed',
  'unavailable',
  'incoming',
  'lowAt',
  'price',
  'cost',
  'value',
  'status',
  'updated',
] as const;

/** Which rows of the stock list, in which order. */
const StockQuery = {
  search: z.string().max(200),
  locationId: Id.nullable(),
  category: z.string().max(120).nullable(),
  status: z.enum(['any', ...STOCK_STATES]),
  /** The archived items instead of those in use. Their levels have no status. */
  archived: z.boolean(),
  sort: z.enum(STOCK_SORTS),
  direction: z.enum(['asc', 'desc']),
} as const;

/** How reservations are filtered: by what they are at the time of the read. */
export const RESERVATION_FILTERS = ['active', 'expiring', 'committed', 'ended', 'any'] as const;
export type ReservationFilter = (typeof RESERVATION_FILTERS)[number];

/** The most items that a text is found to name. */
export const MAX_NAMED = 3;
/** The most texts that are searched for items at once: more than a screen of messages. */
export const MAX_TEXTS = 60;
/** The most items that one code is answered with. */
export const MAX_CODE_MATCHES = 20;

/** What a code was found as. */
export const FOUND_BY = ['barcode', 'sku', 'supplier_sku'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/** An item that a scanned code names. */
export const CodeMatch = z.object({ item: Item, by: z.enum(FOUND_BY) });
export type CodeMatch = z.infer<typeof CodeMatch>;

/** What a scanned code says: see `ReadCode`. */
export const FoundCode = z.object({
  text: z.string(),
  gtin: z.string().optional(),
  sku: z.string().optional(),
  lot: z.string().optional(),
  expiresOn: z.iso.date().optional(),
  expiresAt: Timestamp.optional(),
  serial: z.string().optional(),
  quantity: z.int().min(1).optional(),
});

/** Reads of items and stock. */
export const inventoryMethods = {
  'inventory.list': read(
    'inventory:read',
    z.strictObject({ ...PageRequest, ...StockQuery }),
    page(StockRow).extend({ total: z.int().min(0) }),
  ),
  /**
   * The keys after which the pages of `pageRows` rows begin that follow the page after `after`: `keys[0]` is the `next` of that
   * page. At most `pages` keys, fewer at the end.
   */
  'inventory.page_keys': read(
    'inventory:read',
    z.strictObject({
      ...StockQuery,
      after: PageRequest.after,
      pageRows: PageRequest.limit,
      pages: z.int().min(1).max(1000),
    }),
    z.object({ keys: z.array(z.string().max(400)).max(1000), asOf: Provenance }),
  ),
  'inventory.facets': read(
    'inventory:read',
    Nothing,
    z.object({
      locations: z.array(Location).max(1000),
      categories: z.array(z.string()).max(1000),
      low: z.int(),
      out: z.int(),
      asOf: Provenance,
    }),
  ),
  'inventory.item': read(
    'inventory:read',
    z.strictObject({ itemId: Id }),
    z.object({
      item: Item,
      /** Its picture as a data URL. */
      image: z.string().nullable(),
      /** Each level with the limits that apply to it, with unsettled changes of thresholds. */
      levels: z
        .array(
          Level.extend({
            ...StockLimits.shape,
            locationName: z.string(),
            pendingOnHand: z.int(),
            /** What is set aside, by reason: in total `unavailable`. */
            setAside: z.array(SetAside).max(UNAVAILABLE_REASONS.length),
            /** What unsettled commands will add to `unavailable`. */
            pendingUnavailable: z.int(),
            /** How many lots are on hand. */
            lots: z.int().min(0),
            status: z.enum(STOCK_STATES),
          }),
        )
        .max(1000),
      reservations: z.array(Reservation).max(100),
      /**
       * The thresholds of every scope that the item's levels are in; `pickThreshold` tells which applies at a location. Where
       * none does, the workspace's defaults apply.
       */
      thresholds: z.array(Threshold).max(4004),
      /** The workspace's defaults. */
      defaults: StockLimits,
      asOf: Provenance,
    }),
  ),
  /** Items by their ids, without those that are not in the cache, and the limits that are set for each at all locations. */
  'inventory.items': read(
    'inventory:read',
    z.strictObject({ itemIds: z.array(Id).min(1).max(MAX_BULK) }),
    z.object({
      items: z.array(Item).max(MAX_BULK),
      thresholds: z.array(Threshold).max(MAX_BULK),
      asOf: Provenance,
    }),
  ),
  /** Reservations over all items, newest first; those that expire soon, soonest first. */
  'inventory.reservations': read(
    'inventory:read',
    z.strictObject({
      ...PageRequest,
      status: z.enum(RESERVATION_FILTERS),
      /** Words of the item, or the number of an order. */
      search: z.string().max(200),
      itemId: Id.nullable(),
      locationId: Id.nullable(),
      orderId: Id.nullable(),
      conversationId: Id.nullable(),
    }),
    page(Reservation.extend({ sku: z.string(), itemName: z.string(), locationName: z.string() })),
  ),
  /** The lots of an item that are on hand, in the order in which they leave. */
  'inventory.lots': read(
    'inventory:read',
    z.strictObject({ itemId: Id }),
    z.object({ lots: z.array(Lot.extend({ locationName: z.string() })).max(1000), asOf: Provenance }),
  ),
  /** Newest first. */
  'inventory.ledger': read(
    'inventory:read',
    z.strictObject({ ...PageRequest, itemId: Id, locationId: Id.nullable() }),
    page(Movement.extend({ lotCode: z.string().nullable() })),
  ),
  /**
   * What a scanned code says, and the items that it names, active ones first. `code` is null where there is none. `more`: more items
   * have the code than are returned.
   */
  'inventory.find_code': read(
    'inventory:read',
    z.strictObject({ text: z.string().max(MAX_CODE) }),
    z.object({
      code: FoundCode.nullable(),
      matches: z.array(CodeMatch).max(MAX_CODE_MATCHES),
      more: z.boolean(),
      asOf: Provenance,
    }),
  ),
  /** For each text, the items on sale whose whole name or SKU stands in it, in the order of the text. */
  'inventory.named': read(
    'inventory:read',
    z.strictObject({ texts: z.array(z.string().max(10_000)).max(MAX_TEXTS) }),
    z.object({ named: z.array(z.array(Id).max(MAX_NAMED)).max(MAX_TEXTS) }),
  ),
} as const;
