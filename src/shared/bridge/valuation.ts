import { z } from 'zod';
import { ABC_CLASSES } from '../domain/abc.ts';
import { AGE_CLASSES } from '../domain/ageing.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { PageRequest, Provenance, page, read } from './contract.ts';

/** The periods of histories, whole days up to today. */
export const HISTORY_DAYS = [30, 90, 365] as const;
/** The most points of a chart. */
export const MAX_POINTS = 300;

/** The value of stock, minor units of one currency. */
const Value = z.object({
  currency: z.string(),
  value: z.int(),
  units: z.int(),
  /** Levels of items without a cost, which have no value here. */
  withoutCost: z.int(),
});

const number = z.number().nullable();

/** Reads of how stock moved and what it is worth. */
export const valuationMethods = {
  /** The history of an item at a location (null: at all). What the cache does not hold is null. */
  'valuation.item': read(
    'inventory:read',
    z.strictObject({ itemId: Id, locationId: Id.nullable(), days: z.literal(HISTORY_DAYS) }),
    z.object({
      from: Timestamp,
      to: Timestamp,
      timeZone: z.string(),
      /** Since when the movements are complete, 0 for all; null before any. The chart begins there, if later than `from`. */
      heldSince: Timestamp.nullable(),
      known: z.boolean(),
      /** `low` is the least available quantity between this point and the next one. */
      points: z.array(z.object({ at: Timestamp, onHand: z.int(), low: z.int() })).max(MAX_POINTS),
      /** Limits to draw as lines: those of the location, or of the only one. */
      limits: z.object({ lowAt: z.int(), outAt: z.int() }).nullable(),
      alerts: z.array(z.object({ id: Id, at: Timestamp, kind: z.string(), severity: z.string() })).max(100),
      /** Of the whole days; null while they are not all held. */
      figures: z
        .object({
          sold: z.number(),
          opening: z.number(),
          received: z.number(),
          averageOnHand: z.number(),
          turnover: number,
          sellThrough: number,
          daysOut: z.int(),
          days: z.int(),
        })
        .nullable(),
      itemClass: z.enum(ABC_CLASSES).nullable(),
      classKnown: z.boolean(),
      value: z.int().nullable(),
      /** How old the stock is: by age class of its lots (`from`: its first day), and what has no lot, which may be below zero. */
      ageing: z.object({
        classes: z
          .array(
            z.object({
              from: z.literal(AGE_CLASSES),
              units: z.int(),
              lots: z.int(),
              value: z.int().nullable(),
            }),
          )
          .max(AGE_CLASSES.length),
        loose: z.int(),
        looseValue: z.int().nullable(),
      }),
      asOf: Provenance,
    }),
  ),
  /** The items in stock by value, the most valuable first. */
  'valuation.list': read(
    'inventory:read',
    z.strictObject({
      ...PageRequest,
      locationId: Id.nullable(),
      itemClass: z.enum(ABC_CLASSES).nullable(),
    }),
    page(
      z.object({
        itemId: Id,
        sku: z.string(),
        name: z.string(),
        category: z.string(),
        units: z.int(),
        unitCost: z.int().nullable(),
        currency: z.string(),
        value: z.int().nullable(),
        /** Revenue of the period that decides about the class; null while it is unknown. */
        revenue: z.int().nullable(),
        itemClass: z.enum(ABC_CLASSES).nullable(),
      }),
    ).extend({
      total: z.int().min(0),
      totals: z.array(Value).max(200),
      locations: z.array(Value.extend({ locationId: Id, name: z.string() })).max(1000),
      /** Items and revenue by class; null while they are unknown. */
      classes: z
        .array(z.object({ itemClass: z.enum(ABC_CLASSES), items: z.int(), revenue: z.int() }))
        .max(3)
        .nullable(),
      /** The currency of the revenue: the workspace's. */
      currency: z.string(),
    }),
  ),
  /** The value of the stock at the end of each day, at today's costs, by location. Days that the cache does not hold are missing. */
  'valuation.days': read(
    'inventory:read',
    z.strictObject({ days: z.literal(HISTORY_DAYS) }),
    z.object({
      currency: z.string(),
      timeZone: z.string(),
      from: Timestamp,
      heldSince: Timestamp.nullable(),
      known: z.boolean(),
      locations: z.array(z.object({ id: Id, name: z.string() })).max(1000),
      /** `values` is in the order of `locations`, in minor units of `currency`. `at` is the end of a day, or now. */
      points: z.array(z.object({ at: Timestamp, values: z.array(z.int()) })).max(400),
      asOf: Provenance,
    }),
  ),
} as const;
