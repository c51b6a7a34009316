import type { ReorderRow } from '#shared/bridge/reorder.ts';
import { type ReorderPolicy, reorderOf, serviceLevelFor } from '#shared/domain/reorder.ts';
import { daysBefore } from '#shared/domain/time.ts';
import { heldSince } from '../../store/held.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { draftLines, draftsKey } from '../purchasing/index.ts';
import { itemClasses } from './classes.ts';
import { demandBook } from './demand.ts';
import { schemaVersion } from './flows.ts';
import { currentPolicy } from './policy.ts';
import { supplyKey, supplyOf } from './supply.ts';

/** The days of the demand, and what the cache holds of them. */
export interface PlanWindow {
  readonly edges: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly days: number;
  readonly heldSince: number | null;
  readonly known: boolean;
  readonly classesKnown: boolean;
  readonly timeZone: string;
}

/** What is to be ordered, with the words that each row is searched by. */
export interface Plan {
  readonly policy: ReorderPolicy;
  readonly window: PlanWindow;
  readonly rows: readonly PlanRow[];
}
export type PlanRow = ReorderRow & { readonly words: string };

interface Kept {
  readonly key: string;
  readonly seq: number;
  readonly madeAt: number;
  readonly plan: Plan;
}

/** A plan is made anew for changed stock after this, ms, so that a busy shop costs a reader little. */
const KEEP_MS = 2_000;
/** The plans kept for each connection: of all locations together, and of some single ones. */
const MAX_PLANS = 4;
const plans = new WeakMap<Reader, Map<string, Kept>>();

/** Returns the days of the demand and what the cache holds of them. */
export function planWindow(reader: Reader, days: number, now: number): PlanWindow {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const edges = daysBefore(now, days, timeZone);
  const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  const since = heldSince(reader, 'inventory', 'movement');
  return {
    edges,
    from,
    to,
    days,
    heldSince: since,
    known: since !== null && since <= from,
    classesKnown: itemClasses(reader, now) !== null,
    timeZone,
  };
}

/** Returns what is to be ordered at a location (null: of all together). */
export function planAt(reader: Reader, locationId: string | null, now: number): Plan {
  const { policy } = currentPolicy(reader);
  const window = planWindow(reader, policy.windowDays, now);
  const { known, classesKnown, from } = window;
  const suppliers = supplyKey(reader);
  const key = JSON.stringify([
    policy,
    known,
    classesKnown,
    from,
    schemaVersion(reader),
    suppliers,
    draftsKey(reader),
  ]);
  const { seq } = asOf(reader, ['inventory']);
  const own = plans.get(reader) ?? new Map<string, Kept>();
  plans.set(reader, own);
  const scope = locationId ?? '';
  const kept = own.get(scope);
  if (kept?.key === key && (kept.seq === seq || Math.abs(now - kept.madeAt) < KEEP_MS)) return kept.plan;
  const plan = { policy, window, rows: makeRows(reader, { locationId, policy, window, suppliers }, now) };
  own.delete(scope);
  own.set(scope, { key, seq, madeAt: now, plan });
  for (const oldest of own.keys()) if (own.size > MAX_PLANS) own.delete(oldest);
  return plan;
}

interface Stocked extends Pick<ReorderRow, 'itemId' | 'sku' | 'name' | 'category' | 'unit' | 'currency'> {
  readonly cost: number | null;
  readonly words: string;
  readonly available: number;
  readonly incoming: number;
}

function stockedItems(reader: Reader, locationId: string | null): Stocked[] {
  return reader.all<Stocked>(
    `SELECT i.id AS itemId, i.sku, i.name, i.category, i.unit, i.currency, i.cost, i.words,
       sum(l.available) AS available, sum(l.incoming) AS incoming
     FROM levels l ${locationId === null ? '' : 'INDEXED BY levels_by_location'} CROSS JOIN items i ON i.k = l.item_k
     WHERE i.status = 'active' ${locationId === null ? '' : 'AND l.location_id = ?'} GROUP BY i.k`,
    ...(locationId === null ? [] : [locationId]),
  );
}

/** What a plan is made of. */
interface PlanScope {
  readonly locationId: string | null;
  readonly policy: ReorderPolicy;
  readonly window: PlanWindow;
  /** The state of the suppliers. */
  readonly suppliers: string;
}

function makeRows(
  reader: Reader,
  { locationId, policy, window, suppliers }: PlanScope,
  now: number,
): PlanRow[] {
  const book = window.known ? demandBook(reader, window.edges) : null;
  const classes = itemClasses(reader, now);
  const supplyFor = supplyOf(reader, policy, suppliers);
  const draftsOf = draftsByItem(reader, locationId);
  return stockedItems(reader, locationId).map(({ cost, ...item }): PlanRow => {
    const demand =
      (locationId === null ? book?.inAll(item.itemId) : book?.at(item.itemId, locationId)) ?? null;
    const { price, serviceLevel: ofSupplier, ...supply } = supplyFor(item.itemId);
    const itemClass = classes?.of(item.itemId) ?? null;
    const { level: serviceLevel, from: serviceFrom } = serviceLevelFor(policy, itemClass, ofSupplier);
    const found = demand && reorderOf(demand, item, supply, { serviceLevel, reviewDays: policy.reviewDays });
    const unitCost = price === null ? cost : price.amount;
    return {
      ...item,
      currency: price?.currency ?? item.currency,
      ...supply,
      demand: demand?.daily ?? null,
      deviation: demand?.deviation ?? null,
      daysInStock: demand?.daysInStock ?? 0,
      itemClass,
      serviceLevel,
      serviceFrom,
      safetyStock: found?.safetyStock ?? null,
      reorderPoint: found?.reorderPoint ?? null,
      orderUpTo: found?.orderUpTo ?? null,
      daysOfCover: found?.daysOfCover ?? null,
      needsOrder: found?.needsOrder ?? null,
      suggested: found?.suggested ?? null,
      ...draftsOf(item.itemId),
      unitCost,
      value: unitCost === null || !found ? null : found.suggested * unitCost,
    };
  });
}

/** The most drafts that a row names. */
const MAX_NAMED = 3;

/** Returns a function that says which drafts an item is on: those for a location, or all. */
function draftsByItem(
  reader: Reader,
  locationId: string | null,
): (itemId: string) => Pick<ReorderRow, 'drafts' | 'onDraft'> {
  const lines = draftLines(reader).filter((line) => locationId === null || line.locationId === locationId);
  const byItem = Map.groupBy(lines, ({ itemId }) => itemId);
  return (itemId) => {
    const own = byItem.get(itemId) ?? [];
    return {
      onDraft: own.reduce((sum, { quantity }) => sum + quantity, 0),
      drafts: own
        .slice(0, MAX_NAMED)
        .map(({ purchaseId, number, quantity }) => ({ purchaseId, number, quantity })),
    };
  };
}
