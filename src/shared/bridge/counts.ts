import { z } from 'zod';
import {
  COUNT_HURDLES,
  COUNT_STATUSES,
  Count,
  CountChoice,
  CountLine,
  MAX_COUNT_LINES,
} from '../domain/counts.ts';
import { Id } from '../domain/ids.ts';
import { MoneyByCurrency } from '../domain/money.ts';
import { PageRequest, Provenance, page, read } from './contract.ts';

/** A sheet in a list. `pending`: what the row shows includes commands that the server has not decided yet. */
export const CountSummary = Count.extend({ locationName: z.string(), pending: z.boolean() });
export type CountSummary = z.infer<typeof CountSummary>;

/**
 * A line of a sheet with its item and its level now. `counted` and `entryId` include entries that are not settled, of which
 * there are `pending`.
 */
export const CountLineRow = CountLine.extend({
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  unit: z.string(),
  barcode: z.string().nullable(),
  /** The quantity on hand and the quantity available now. */
  onHand: z.int(),
  available: z.int(),
  /** What stops the line from being posted as it is; null for nothing. */
  hurdle: z.enum(COUNT_HURDLES).nullable(),
  pending: z.int().min(0),
});
export type CountLineRow = z.infer<typeof CountLineRow>;

/** What a list of lines shows. */
export const COUNT_FILTERS = ['all', 'uncounted', 'counted', 'differing', 'attention', 'stopped'] as const;
export type CountFilter = (typeof COUNT_FILTERS)[number];

/** Reads of stocktakes. */
export const countMethods = {
  /** Newest first. */
  'counts.list': read(
    'counts:read',
    z.strictObject({
      ...PageRequest,
      status: z.enum(['any', 'open', ...COUNT_STATUSES]),
      locationId: Id.nullable(),
    }),
    page(CountSummary).extend({ total: z.int().min(0) }),
  ),
  /** `count` is null if there is no such sheet in the cache. Sums are of lines as the server has them. */
  'counts.sheet': read(
    'counts:read',
    z.strictObject({ countId: Id }),
    page(CountSummary)
      .omit({ rows: true, next: true })
      .extend({
        count: CountSummary.nullable(),
        sums: z.object({
          counted: z.int(),
          differing: z.int(),
          over: z.int(),
          short: z.int(),
          value: MoneyByCurrency,
          withoutCost: z.int(),
          /** Lines that another count has settled, and lines during whose count goods moved. */
          superseded: z.int(),
          movedWhile: z.int(),
          recount: z.int(),
          /** Lines that cannot be posted as they are. */
          stopped: z.int(),
        }),
        /** Entries that the server has not decided yet. */
        pendingEntries: z.int().min(0),
      }),
  ),
  /**
   * In the order of the sheet. `attention`: to be counted again, settled elsewhere, or moved while it was counted; `stopped`:
   * cannot be posted as it is.
   */
  'counts.lines': read(
    'counts:read',
    z.strictObject({
      ...PageRequest,
      countId: Id,
      filter: z.enum(COUNT_FILTERS),
      search: z.string().max(200),
    }),
    page(CountLineRow).extend({ total: z.int().min(0).max(MAX_COUNT_LINES) }),
  ),
  /** Finds the line of a barcode, SKU or item id. `item` is the name of an item that has the code but is not on the sheet. */
  'counts.find': read(
    'counts:read',
    z.strictObject({ countId: Id, code: z.string().min(1).max(120) }),
    z.object({ line: CountLineRow.nullable(), item: z.string().nullable(), asOf: Provenance }),
  ),
  /** How many lines a sheet would have. */
  'counts.preview': read(
    'counts:read',
    z.strictObject({
      locationId: Id,
      choice: CountChoice.exclude(['items']),
      category: z.string().max(120).nullable(),
    }),
    z.object({ lines: z.int().min(0), asOf: Provenance }),
  ),
} as const;
