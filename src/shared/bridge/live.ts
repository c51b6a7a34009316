import { z } from 'zod';
import { PAYMENT_FIGURES } from '../domain/figures.ts';
import { Actor, Id, Seq, Timestamp } from '../domain/ids.ts';
import { MoneyByCurrency } from '../domain/money.ts';
import { Payment } from '../domain/orders.ts';
import { Subject } from '../domain/subject.ts';
import { CalendarDay, GRAINS, WINDOWS } from '../domain/time.ts';
import { Channel } from '../protocol/channels.ts';
import { PageRequest, Provenance, page, read, stream } from './contract.ts';

/** The days of a period in the workspace's time zone, both included. */
const Days = z.strictObject({ from: CalendarDay, to: CalendarDay });
/** A window that ends now, or days. */
const Window = z.union([z.enum(WINDOWS), Days]);
export type Window = z.infer<typeof Window>;

/** What figures are about: a period, and optionally the orders of one location. */
const Scope = z.strictObject({ window: Window, locationId: Id.optional() });
export type Scope = z.infer<typeof Scope>;

/** A value, its comparison with the previous window, and its course. Money is in minor units. */
const Figure = z.object({
  value: z.number().nullable(),
  /** The value over the previous window of the same length. */
  previous: z.number().nullable(),
  /** `(value - previous) / |previous|`; null if there is nothing to compare with. */
  change: z.number().nullable(),
  /** The value per bucket over the window, oldest first, at most 60 points. */
  spark: z.array(z.number()).max(60),
  /** Whether the cache holds everything that the value is calculated from. Until then the value must not be shown. */
  known: z.boolean(),
});
export type Figure = z.infer<typeof Figure>;

/** The figures of the live page for one scope. Times are in ms; `to` is now, or the end of the last day. */
export const LiveFigures = z.object({
  ...Scope.shape,
  /** The workspace's time zone, in which the period was determined. */
  timeZone: z.string().max(64),
  /** The workspace currency. `revenue`, `aov` and `refunds` are in its minor units. */
  currency: z.string().length(3),
  from: Timestamp,
  to: Timestamp,
  revenue: Figure,
  orders: Figure,
  aov: Figure,
  refunds: Figure,
  refundRate: Figure,
  paymentSuccess: Figure,
  /** Paid orders as a share of visits. Nobody counts visits, so it is known to have no value. */
  conversion: Figure,
  openChats: Figure,
  waitingChats: z.int().min(0),
  openAlerts: Figure,
  criticalAlerts: z.int().min(0),
  /** Revenue in other currencies, one amount each. */
  otherRevenue: MoneyByCurrency,
  /** How current the figures are. `lastEventAt` is the time of the newest event in them. */
  asOf: Provenance,
  lastEventAt: Timestamp.nullable(),
});
export type LiveFigures = z.infer<typeof LiveFigures>;

/** The chart of the live page. Its points add up to the figures of the same scope. */
export const Chart = z.object({
  ...Scope.shape,
  currency: z.string().length(3),
  timeZone: z.string().max(64),
  grain: z.enum(GRAINS),
  /** Whether the cache holds everything that the points are calculated from. */
  known: z.boolean(),
  /**
   * One point per bucket, zero where nothing happened; at most 300. The first begins with the period, the others with a
   * minute, hour or day of the workspace's time zone. `previous` is the revenue of the same time one period earlier.
   */
  points: z
    .array(
      z.object({
        at: Timestamp,
        revenue: z.number(),
        refunds: z.number(),
        orders: z.number(),
        previous: z.number(),
      }),
    )
    .max(300),
  asOf: Provenance,
});
export type Chart = z.infer<typeof Chart>;

/** The products with the highest revenue. `revenue` is in minor units of the workspace currency. */
export const TopProducts = z.object({
  rows: z
    .array(z.object({ itemId: Id, sku: z.string(), name: z.string(), units: z.int(), revenue: z.number() }))
    .max(50),
  /** Whether the cache holds everything that the sums are calculated from. */
  known: z.boolean(),
  asOf: Provenance,
});
export type TopProducts = z.infer<typeof TopProducts>;

/** The categories with the highest revenue. An item without one is in the empty category. */
export const TopCategories = z.object({
  rows: z
    .array(
      z.object({
        category: z.string().max(300),
        units: z.int(),
        revenue: z.number(),
        /** The revenue of the period before; null where that is not held. */
        previous: z.number().nullable(),
      }),
    )
    .max(50),
  known: z.boolean(),
  asOf: Provenance,
});

/** What locations or regions took. Orders without a location, and locations without a region, are under the empty id. */
export const SalesBy = z.object({
  rows: z
    .array(
      z.object({
        id: z.string().max(80),
        name: z.string().max(200),
        revenue: z.number(),
        orders: z.int(),
        previous: z.number().nullable(),
      }),
    )
    .max(100),
  known: z.boolean(),
  asOf: Provenance,
});

/** Revenue and paid orders by weekday (0 is Monday) and hour of the workspace's clock: 168 cells. */
export const Heat = z.object({
  currency: z.string().length(3),
  timeZone: z.string().max(64),
  cells: z
    .array(
      z.object({
        weekday: z.int().min(0).max(6),
        hour: z.int().min(0).max(23),
        revenue: z.number(),
        orders: z.int(),
      }),
    )
    .length(168),
  known: z.boolean(),
  asOf: Provenance,
});

/** How people paid. `rate` is the share of attempts that succeeded, from 0 to 1. */
export const PaymentMethods = z.object({
  currency: z.string().length(3),
  methods: z
    .array(
      z.object({
        method: z.string().max(40),
        succeeded: z.int(),
        failed: z.int(),
        amount: z.number(),
        rate: z.number().nullable(),
        /** That of the period before; null where it is not held, or nobody paid. */
        previousRate: z.number().nullable(),
      }),
    )
    .max(50),
  /** Why attempts failed: names of FAILURE_REASONS. */
  reasons: z.array(z.object({ reason: z.string().max(40), count: z.int() })).max(20),
  known: z.boolean(),
  asOf: Provenance,
});

/** One event of the activity feed. The renderer has a translation per event type, into which `values` are inserted. */
export const Activity = z.object({
  seq: Seq,
  at: Timestamp,
  channel: Channel,
  type: z.string().max(80),
  actor: Actor.nullable(),
  values: z.record(z.string().max(40), z.union([z.string().max(300), z.number(), z.null()])),
  subject: Subject.nullable(),
});
export type Activity = z.infer<typeof Activity>;

/** Whose doing activity is narrowed to: users, customers, or the software and imports. */
export const ACTIVITY_ACTORS = ['people', 'customers', 'software'] as const;
export type ActivityActors = (typeof ACTIVITY_ACTORS)[number];

/** Reads of the live page. */
export const liveMethods = {
  'live.figures': read('payments:read', Scope, LiveFigures),
  'live.chart': read('payments:read', Scope, Chart),
  'live.top_products': read(
    'orders:read',
    z.strictObject({ ...Scope.shape, limit: z.int().min(1).max(50) }),
    TopProducts,
  ),
  'live.top_categories': read(
    'orders:read',
    z.strictObject({ ...Scope.shape, limit: z.int().min(1).max(50) }),
    TopCategories,
  ),
  'live.sales_by': read(
    'payments:read',
    z.strictObject({ ...Scope.shape, group: z.enum(['location', 'region']) }),
    SalesBy,
  ),
  'live.heat': read('payments:read', Scope, Heat),
  'live.payment_methods': read('payments:read', Scope, PaymentMethods),
  /** The payments and refunds that a figure is the sum or the number of, newest first. */
  'live.payments': read(
    'payments:read',
    z.strictObject({ ...Scope.shape, ...PageRequest, figure: z.enum(PAYMENT_FIGURES) }),
    page(Payment),
  ),
  /** Newest first. A page of some people's doing may have few rows, or none, and a next one all the same. */
  'live.activity': read(
    'signed_in',
    z.strictObject({
      ...PageRequest,
      channels: z.array(Channel).max(10).nullable(),
      who: z.enum(ACTIVITY_ACTORS).nullable().default(null),
    }),
    page(Activity),
  ),
} as const;

/** Streams of the live page. */
export const liveStreams = {
  /** The figures of a scope, sent whenever they change, at most once per frame. */
  'live.figures': stream('payments:read', Scope, LiveFigures),
} as const;
