import { z } from 'zod';
import { ABC_CLASSES } from '../domain/abc.ts';
import { BACKTEST_WEEKS } from '../domain/backtest.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { REORDER_NEEDS, ReorderPolicy, SERVICE_LEVELS, SERVICE_SOURCES } from '../domain/reorder.ts';
import { SUPPLIER_CHOICES } from '../domain/suppliers.ts';
import { Nothing, PageRequest, Provenance, page, read } from './contract.ts';

const quantity = z.number().nullable();

/** The most items of one proposal. */
export const MAX_PROPOSED = 500;

/** A draft that an item is already on; without a number while it waits to be sent. */
const OnDraft = z.object({ purchaseId: Id, number: z.string().nullable(), quantity: z.int() });
/** How much of an item is on drafts, which are not incoming, and the newest of them. */
const drafts = { onDraft: z.int().min(0), drafts: z.array(OnDraft).max(3) } as const;

/**
 * What is to be ordered of an item, at one location or at all together. Everything that depends on the demand is null where the
 * demand is unknown: the item was out of stock all the time, or the cache does not hold the days.
 */
export const ReorderRow = z.object({
  itemId: Id,
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  unit: z.string(),
  currency: z.string(),
  available: z.int(),
  incoming: z.int(),
  /** Units per day in stock. */
  demand: quantity,
  deviation: quantity,
  daysInStock: z.int(),
  /** What the lead time and the multiple come from; null for the workspace's terms. */
  supplier: z.object({ id: Id, name: z.string() }).nullable(),
  /** Why it is that supplier, and how many sell the item. With several and no choice, a person has to choose. */
  supplierChoice: z.enum(SUPPLIER_CHOICES).nullable(),
  offerCount: z.int().min(0),
  leadTimeDays: z.number(),
  leadTimeDeviationDays: z.number(),
  multiple: z.int(),
  /** By revenue; null while the orders that decide it are not in the cache. */
  itemClass: z.enum(ABC_CLASSES).nullable(),
  serviceLevel: z.literal(SERVICE_LEVELS),
  /** Whose service level it is. */
  serviceFrom: z.enum(SERVICE_SOURCES),
  safetyStock: quantity,
  reorderPoint: quantity,
  orderUpTo: quantity,
  /** Null without demand, too. */
  daysOfCover: quantity,
  needsOrder: z.boolean().nullable(),
  suggested: quantity,
  ...drafts,
  /** What one unit costs, minor units; null if nobody has said. */
  unitCost: z.int().nullable(),
  /** The suggested quantity at that cost, minor units. */
  value: z.int().nullable(),
});
export type ReorderRow = z.infer<typeof ReorderRow>;

/** The sort orders of the list. `cover` has first what runs out first. */
export const REORDER_SORTS = ['cover', 'name', 'sku', 'available', 'demand', 'suggested', 'value'] as const;

/** The days whose sales are the demand, and since when the cache holds all movements (0: all; null: nothing received yet). */
const Window = z.object({
  from: Timestamp,
  to: Timestamp,
  days: z.int(),
  heldSince: Timestamp.nullable(),
  /** Whether the cache holds all of the days. Otherwise the demand is unknown. */
  known: z.boolean(),
  /** The same of the orders that decide about the classes. */
  classesKnown: z.boolean(),
  timeZone: z.string(),
});

/** The most items that the list can be narrowed to by name. */
export const MAX_REORDER_ITEMS = 200;

const Filters = z.strictObject({
  /** Only these items; without it, or null, all. */
  itemIds: z.array(Id).max(MAX_REORDER_ITEMS).nullish(),
  search: z.string().max(200),
  locationId: Id.nullable(),
  category: z.string().max(120).nullable(),
  supplierId: Id.nullable(),
  itemClass: z.enum(ABC_CLASSES).nullable(),
  need: z.enum(REORDER_NEEDS),
  sort: z.enum(REORDER_SORTS),
  direction: z.enum(['asc', 'desc']),
});

/** What an active supplier sells an item for. */
const ProposedOffer = z.object({
  supplierId: Id,
  supplierName: z.string(),
  currency: z.string(),
  minimumOrder: z.int(),
  packSize: z.int().min(1),
  price: z.int(),
  /** Whether the item is ordered here unless somebody says otherwise. */
  chosen: z.boolean(),
});

/** What is to be ordered of an item for a location. */
export const ProposedItem = z.object({
  itemId: Id,
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  locationId: Id,
  /** Units, without regard to packs; null where the demand is unknown. */
  suggested: quantity,
  ...drafts,
  cost: z.int().nullable(),
  currency: z.string(),
  offers: z.array(ProposedOffer).max(20),
});
export type ProposedItem = z.infer<typeof ProposedItem>;

const Errors = z.object({ days: z.int(), sold: z.number(), forecast: z.number(), naive: z.number() });

/** Reads of what is to be ordered. */
export const reorderMethods = {
  'reorder.list': read(
    'reorder:read',
    z.strictObject({ ...PageRequest, ...Filters.shape }),
    page(ReorderRow).extend({
      total: z.int().min(0),
      /** How many items need an order now, and how many have an unknown demand, in the same scope without the filter. */
      now: z.int().min(0),
      unknown: z.int().min(0),
      /** The value of all listed suggestions by currency, minor units, and how many of them have no cost. */
      values: z.record(z.string(), z.int()),
      withoutCost: z.int().min(0),
      suppliers: z.array(z.object({ id: Id, name: z.string() })).max(1000),
      window: Window,
    }),
  ),
  'reorder.item': read(
    'reorder:read',
    z.strictObject({ itemId: Id, locationId: Id.nullable() }),
    z.object({
      row: ReorderRow,
      locationId: Id.nullable(),
      window: Window,
      policy: ReorderPolicy,
      /** The days of the window, oldest first; empty while they are not in the cache. */
      days: z.array(z.object({ at: Timestamp, sold: z.number(), inStock: z.boolean() })).max(84),
      asOf: Provenance,
    }),
  ),
  /**
   * What would be ordered of some items: `scope` is the list that they were chosen from. With `to`, all of it is for one location;
   * otherwise each location gets what it needs by itself.
   */
  'reorder.proposal': read(
    'reorder:read',
    z.strictObject({
      itemIds: z.array(Id).max(MAX_PROPOSED),
      scope: Id.nullable(),
      to: Id.nullable(),
    }),
    z.object({
      lines: z.array(ProposedItem).max(2000),
      /** Active suppliers, for items that nobody sells yet. */
      suppliers: z
        .array(z.object({ id: Id, name: z.string(), currency: z.string(), minimumOrder: z.int() }))
        .max(200),
      /** Whether there are more lines than fit. */
      more: z.boolean(),
      asOf: Provenance,
    }),
  ),
  /** The workspace's terms with the unsettled change of them. `confirmed` is the revision to expect when changing them. */
  'reorder.policy': read(
    'reorder:read',
    Nothing,
    z.object({ policy: ReorderPolicy, pending: z.boolean(), confirmed: z.int(), asOf: Provenance }),
  ),
  /**
   * Compares the forecast with what was sold, for a slice of the items; call it again with `next` as `after` until that is null.
   * Null as `rows` says that the cache does not hold the days.
   */
  'reorder.backtest': read(
    'reorder:read',
    z.strictObject({ weeks: z.literal(BACKTEST_WEEKS), locationId: Id.nullable(), after: Id.nullable() }),
    z.object({
      rows: z
        .array(z.object({ itemId: Id, sku: z.string(), name: z.string(), errors: Errors }))
        .max(500)
        .nullable(),
      next: Id.nullable(),
      done: z.int().min(0),
      total: z.int().min(0),
      from: Timestamp,
      to: Timestamp,
      heldSince: Timestamp.nullable(),
    }),
  ),
} as const;
