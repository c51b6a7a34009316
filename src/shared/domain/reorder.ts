import { z } from 'zod';
import type { AbcClass } from './abc.ts';
import { type StockDay, wasInStock } from './stock-days.ts';

/*
 * When to order, and how much: the one home of these rules. Demand and lead times are in days, quantities in units of the item.
 */

/** The service levels to choose from, %: how likely stock lasts until a delivery arrives. */
export const SERVICE_LEVELS = [90, 95, 97.5, 99] as const;
export type ServiceLevel = (typeof SERVICE_LEVELS)[number];

/** The quantile of the standard normal distribution for each service level. */
export const SERVICE_FACTOR: Readonly<Record<ServiceLevel, number>> = {
  90: 1.2816,
  95: 1.6449,
  97.5: 1.96,
  99: 2.3263,
};

/** The days of demand that are looked at unless the workspace says otherwise. */
export const DEFAULT_WINDOW_DAYS = 28;
/** Limits of what can be set, days. */
export const POLICY_LIMITS = { windowDays: [7, 84], leadTimeDays: [0, 365], reviewDays: [1, 90] } as const;

/** A service level. */
export const ServiceLevelChoice = z.literal(SERVICE_LEVELS);
const level = ServiceLevelChoice;
const days = ([from, to]: readonly [number, number]) => z.int().min(from).max(to);

/** What a workspace decides about reordering. Lead times and the multiple apply to items without a supplier. */
export const ReorderTerms = z.strictObject({
  serviceLevel: level,
  /** The service level of the items of a class; null for that of the workspace. */
  serviceLevelA: level.nullable(),
  serviceLevelB: level.nullable(),
  serviceLevelC: level.nullable(),
  /** The days before today whose sales are the demand. */
  windowDays: days(POLICY_LIMITS.windowDays),
  /** How often orders are placed: an order lasts this much longer than to the next delivery. */
  reviewDays: days(POLICY_LIMITS.reviewDays),
  leadTimeDays: days(POLICY_LIMITS.leadTimeDays),
  leadTimeDeviationDays: days(POLICY_LIMITS.leadTimeDays),
  /** Orders are in multiples of this. */
  multiple: z.int().min(1).max(100_000),
});
export type ReorderTerms = z.infer<typeof ReorderTerms>;

/** The terms of the workspace; there is one record of them. `revision` grows by one with each change. */
export const ReorderPolicy = z.object({
  id: z.literal('workspace'),
  ...ReorderTerms.shape,
  revision: z.int().min(0),
});
export type ReorderPolicy = z.infer<typeof ReorderPolicy>;

/** The terms of a workspace that has not decided. */
export const DEFAULT_TERMS: ReorderTerms = {
  serviceLevel: 95,
  serviceLevelA: null,
  serviceLevelB: null,
  serviceLevelC: null,
  windowDays: DEFAULT_WINDOW_DAYS,
  reviewDays: 7,
  leadTimeDays: 7,
  leadTimeDeviationDays: 2,
  multiple: 1,
};
export const DEFAULT_POLICY: ReorderPolicy = { id: 'workspace', ...DEFAULT_TERMS, revision: 0 };

/** What a service level comes from. */
export const SERVICE_SOURCES = ['supplier', 'class', 'workspace'] as const;
export type ServiceSource = (typeof SERVICE_SOURCES)[number];

/** Returns the service level of an item and whose it is: the supplier's, or that of its class, or the workspace's. */
export function serviceLevelFor(
  terms: ReorderTerms,
  itemClass: AbcClass | null,
  ofSupplier: ServiceLevel | null,
): { readonly level: ServiceLevel; readonly from: ServiceSource } {
  if (ofSupplier !== null) return { level: ofSupplier, from: 'supplier' };
  const ofClass = itemClass === null ? null : terms[`serviceLevel${itemClass}`];
  return ofClass === null
    ? { level: terms.serviceLevel, from: 'workspace' }
    : { level: ofClass, from: 'class' };
}

/** The demand for an item, per day in stock. */
export interface Demand {
  /** Mean of the units sold per day. */
  readonly daily: number;
  /** Standard deviation of the units sold per day (of a sample); 0 with fewer than two days. */
  readonly deviation: number;
  /** The days that count, and the units sold on them. */
  readonly daysInStock: number;
  readonly sold: number;
}

/** Returns the demand of some days, without those out of stock; null if there is no day left to tell it from. */
export function demandOf(window: readonly StockDay[]): Demand | null {
  const sold = window.filter(wasInStock).map((day) => day.sold);
  const n = sold.length;
  if (n === 0) return null;
  const sum = sold.reduce((total, one) => total + one, 0);
  const daily = sum / n;
  const squares = sold.reduce((total, one) => total + (one - daily) ** 2, 0);
  return { daily, deviation: n < 2 ? 0 : Math.sqrt(squares / (n - 1)), daysInStock: n, sold: sum };
}

/** How an item is supplied. */
export interface Supply {
  readonly leadTimeDays: number;
  readonly leadTimeDeviationDays: number;
  /** Orders are in multiples of this, at least 1. */
  readonly multiple: number;
}

/** Returns how an item is supplied: as its supplier says, in whole packs; by the workspace's terms where it has no supplier. */
export function supplyFor(
  terms: ReorderTerms,
  offer: (Pick<Supply, 'leadTimeDays' | 'leadTimeDeviationDays'> & { readonly packSize: number }) | undefined,
): Supply {
  const { leadTimeDays, leadTimeDeviationDays } = offer ?? terms;
  return { leadTimeDays, leadTimeDeviationDays, multiple: offer?.packSize ?? terms.multiple };
}

/** What is decided about an item's stock. */
export interface Reorder {
  readonly safetyStock: number;
  readonly reorderPoint: number;
  /** The quantity up to which is ordered: the reorder point and the demand of the review period. */
  readonly orderUpTo: number;
  /** Days that the available stock lasts; null without demand. */
  readonly daysOfCover: number | null;
  /** Whether available and incoming stock have come down to the reorder point, and there is something to order. */
  readonly needsOrder: boolean;
  /** How much to order to have `orderUpTo`, in whole multiples. */
  readonly suggested: number;
}

/** Rounding errors of the sums above must not add a whole multiple to an order. */
const EPSILON = 1e-9;

/**
 * Returns when an item must be ordered and how much. Safety stock is `z·√(L·σd² + d̄²·σL²)` for a lead time L with deviation
 * σL and a demand d̄ with deviation σd, both independent and normal (Silver, Pyke & Thomas, Inventory and Production Management
 * in Supply Chains, ch. 6); the reorder point is `d̄·L` and the safety stock.
 */
export function reorderOf(
  { daily, deviation }: Pick<Demand, 'daily' | 'deviation'>,
  stock: { readonly available: number; readonly incoming: number },
  { leadTimeDays, leadTimeDeviationDays, multiple }: Supply,
  terms: { readonly serviceLevel: ServiceLevel; readonly reviewDays: number },
): Reorder {
  const spread = leadTimeDays * deviation ** 2 + daily ** 2 * leadTimeDeviationDays ** 2;
  const safetyStock = SERVICE_FACTOR[terms.serviceLevel] * Math.sqrt(spread);
  const reorderPoint = daily * leadTimeDays + safetyStock;
  const orderUpTo = reorderPoint + daily * terms.reviewDays;
  const position = stock.available + stock.incoming;
  const suggested = Math.max(0, Math.ceil((orderUpTo - position) / multiple - EPSILON) * multiple);
  return {
    safetyStock,
    reorderPoint,
    orderUpTo,
    daysOfCover: daily > 0 ? Math.max(0, stock.available) / daily : null,
    needsOrder: suggested > 0 && position <= reorderPoint + EPSILON,
    suggested,
  };
}

/** What the list of items can be limited to: those to order now, all, those whose demand is unknown. */
export const REORDER_NEEDS = ['now', 'any', 'unknown'] as const;
