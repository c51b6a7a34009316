import { z } from 'zod';
import { Actor, Id, Seq, Timestamp } from '../domain/ids.ts';
import { MoneyByCurrency } from '../domain/money.ts';
import { Subject } from '../domain/subject.ts';
import { WINDOWS } from '../domain/time.ts';
import { Channel } from '../protocol/channels.ts';
import { PageRequest, Provenance, page, read, stream } from './contract.ts';

const Window = z.enum(WINDOWS);

/** A value, its comparison with the previous window, and its course. Money is in minor units. */
const Figure = z.object({
  value: z.number().nullable(),
  /** The value over the previous window of the same length. */
  previous: z.number().nullable(),
  /** `(value - previous) / |previous|`; null if there is nothing to compare with. */
  change: z.number().nullable(),
  /** The value per bucket over the window, oldest first, at most 60 points. */
  spark: z.array(z.number()).max(60),
});
export type Figure = z.infer<typeof Figure>;

/** The figures of the live page for one window. Times are in ms. */
export const LiveFigures = z.object({
  window: Window,
  /** The workspace currency. `revenue`, `aov` and `refunds` are in its minor units. */
  currency: z.string().length(3),
  from: Timestamp,
  to: Timestamp,
  revenue: Figure,
  orders: Figure,
  aov: Figure,
  refunds: Figure,
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

/** The chart of the live page. */
export const Chart = z.object({
  window: Window,
  currency: z.string().length(3),
  /** One point per bucket, zero where nothing happened; at most 300. `previous` is the revenue one window earlier. */
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
  asOf: Provenance,
});
export type TopProducts = z.infer<typeof TopProducts>;

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

/** Reads of the live page. */
export const liveMethods = {
  'live.figures': read('payments:read', z.strictObject({ window: Window }), LiveFigures),
  'live.chart': read('payments:read', z.strictObject({ window: Window }), Chart),
  'live.top_products': read(
    'orders:read',
    z.strictObject({ window: Window, limit: z.int().min(1).max(50) }),
    TopProducts,
  ),
  /** Newest first. */
  'live.activity': read(
    'signed_in',
    z.strictObject({ ...PageRequest, channels: z.array(Channel).max(10).nullable() }),
    page(Activity),
  ),
} as const;

/** Streams of the live page. */
export const liveStreams = {
  /** The figures of a window, sent whenever they change, at most once per frame. */
  'live.figures': stream('payments:read', z.strictObject({ window: Window }), LiveFigures),
} as const;
