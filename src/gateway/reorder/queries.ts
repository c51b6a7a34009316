import { z } from 'zod';
import { ABC_DAYS, abcClasses } from '#shared/domain/abc.ts';
import { Id } from '#shared/domain/ids.ts';
import {
  DEFAULT_POLICY,
  demandOf,
  type ReorderPolicy,
  reorderOf,
  serviceLevelFor,
  supplyFor,
} from '#shared/domain/reorder.ts';
import { stockDays } from '#shared/domain/stock-days.ts';
import { supplierOf } from '#shared/domain/suppliers.ts';
import { daysBefore } from '#shared/domain/time.ts';
import { rowQuery } from '../db/tables.ts';
import { levelFlows } from '../inventory/index.ts';
import type { Sql } from '../kernel.ts';
import { revenueByItem } from '../orders/index.ts';
import { offersOfItems } from '../suppliers/index.ts';
import { reorderPolicyTable } from './tables.ts';

const policies = rowQuery(reorderPolicyTable, '');

/** Returns what the workspace has decided about reordering, or the defaults. */
export function readPolicy(sql: Sql): ReorderPolicy {
  return policies.get(sql) ?? DEFAULT_POLICY;
}

const quantity = z.number().nullable();

/** An item in the REST API. Everything that depends on the demand is null where the demand is unknown. */
export const ReorderItem = z.object({
  itemId: Id,
  sku: z.string(),
  name: z.string(),
  available: z.int(),
  incoming: z.int(),
  demandPerDay: quantity,
  demandDeviation: quantity,
  daysInStock: z.int(),
  /** Whose lead time and pack size were used; null for the workspace's terms. */
  supplierId: Id.nullable(),
  serviceLevel: z.number(),
  leadTimeDays: z.number(),
  leadTimeDeviationDays: z.number(),
  multiple: z.int(),
  safetyStock: quantity,
  reorderPoint: quantity,
  orderUpTo: quantity,
  daysOfCover: quantity,
  needsOrder: z.boolean().nullable(),
  suggested: quantity,
});
export type ReorderItem = z.infer<typeof ReorderItem>;

/** Which items: of one location, or of all together, and a page of them. */
export interface ReorderScope {
  readonly locationId: string | null;
  readonly after: string;
  readonly limit: number;
}

/** What the workspace's days and money are. */
export interface Workspace {
  readonly timeZone: string;
  readonly currency: string;
}

/** Returns a page of the items that are stocked, by id, with what is to be ordered. */
export function reorderItems(
  sql: Sql,
  { timeZone, currency }: Workspace,
  scope: ReorderScope,
  now: number,
): ReorderItem[] {
  const policy = readPolicy(sql);
  const edges = daysBefore(now, policy.windowDays, timeZone);
  const classes = classesOf(sql, policy, currency, daysBefore(now, ABC_DAYS, timeZone));
  const flows = levelFlows(sql, { ...scope, from: edges[0] ?? now });
  const offers = offersOfItems(
    sql,
    flows.map(({ item }) => item.id),
  );
  return flows.map(({ item, places, incoming }) => {
    const demand = demandOf(stockDays(edges, places));
    const available = places.reduce((sum, place) => sum + place.available, 0);
    const offer = supplierOf(offers.get(item.id) ?? [])?.offer;
    const supply = supplyFor(policy, offer);
    const { level: serviceLevel } = serviceLevelFor(
      policy,
      classes?.(item.id) ?? null,
      offer?.serviceLevel ?? null,
    );
    const terms = { serviceLevel, reviewDays: policy.reviewDays };
    const found = demand && reorderOf(demand, { available, incoming }, supply, terms);
    return {
      itemId: item.id,
      sku: item.sku,
      name: item.name,
      available,
      incoming,
      demandPerDay: demand?.daily ?? null,
      demandDeviation: demand?.deviation ?? null,
      daysInStock: demand?.daysInStock ?? 0,
      supplierId: offer?.supplierId ?? null,
      serviceLevel,
      ...supply,
      safetyStock: found?.safetyStock ?? null,
      reorderPoint: found?.reorderPoint ?? null,
      orderUpTo: found?.orderUpTo ?? null,
      daysOfCover: found?.daysOfCover ?? null,
      needsOrder: found?.needsOrder ?? null,
      suggested: found?.suggested ?? null,
    };
  });
}

/** Classifies items, which reads all orders of the period: only where a class has a service level of its own. */
function classesOf(sql: Sql, policy: ReorderPolicy, currency: string, edges: readonly number[]) {
  const { serviceLevelA, serviceLevelB, serviceLevelC } = policy;
  if ([serviceLevelA, serviceLevelB, serviceLevelC].every((level) => level === null)) return null;
  const classes = abcClasses(revenueByItem(sql, edges[0] ?? 0, edges.at(-1) ?? 0, currency));
  return (itemId: string) => classes.get(itemId) ?? 'C';
}
