import { z } from 'zod';
import { Id, Seq } from '../domain/ids.ts';
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
  price: z.int(),
  currency: z.string(),
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
  seq: Seq,
});
export type StockRow = z.infer<typeof StockRow>;

/** The sort orders of the stock list. `updated` is the sequence number of the last change. */
export const STOCK_SORTS = ['name', 'sku', 'available', 'onHand', 'updated'] as const;

/** Reads of items and stock. */
export const inventoryMethods = {
  'inventory.list': read(
    'inventory:read',
    z.strictObject({
      ...PageRequest,
      search: z.string().max(200),
      locationId: Id.nullable(),
      category: z.string().max(120).nullable(),
      status: z.enum(['any', ...STOCK_STATES]),
      sort: z.enum(STOCK_SORTS),
      direction: z.enum(['asc', 'desc']),
    }),
    page(StockRow).extend({ total: z.int().min(0) }),
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
} as const;
