import type { LineChange, LinePlan } from './imports.ts';
import { type Item, Item as ItemSchema, type Threshold } from './inventory.ts';

/** What stands in the place of a plan's record: the item, the quantity on hand, the threshold; null for none. */
export type Standing = Item | number | Threshold | null;

type Fields = Readonly<Record<string, string | number | null>>;

/** The names of a record's fields in files, where they differ from its properties. */
const COLUMNS: Readonly<Record<string, string>> = {
  backorderLimit: 'backorder_limit',
  onHand: 'on_hand',
  lowAt: 'low_at',
  outAt: 'out_at',
  overAt: 'over_at',
  recoverAt: 'recover_at',
  expiringWithinDays: 'expiring_within_days',
};
const LIMITS = ['lowAt', 'outAt', 'overAt', 'recoverAt', 'expiringWithinDays'] as const;
const ITEM_FIELDS = Object.keys(ItemSchema.shape).filter((name) => name !== 'id');

function fieldsOf(standing: Standing): Fields {
  if (standing === null) return {};
  if (typeof standing === 'number') return { onHand: standing };
  const names: readonly string[] = 'sku' in standing ? ITEM_FIELDS : LIMITS;
  return Object.fromEntries(Object.entries(standing).filter(([name]) => names.includes(name)));
}

/** Returns whether two records are equal in all that an import can set. */
export function sameStanding(a: Standing, b: Standing): boolean {
  if (a === null || b === null) return a === b;
  const [left, right] = [fieldsOf(a), fieldsOf(b)];
  return Object.keys({ ...left, ...right }).every((name) => (left[name] ?? null) === (right[name] ?? null));
}

/** Returns what a plan does to its record. */
export function effectOf(plan: LinePlan): 'new' | 'changed' | 'unchanged' {
  if (plan.before === null) return 'new';
  return sameStanding(plan.before, plan.after) ? 'unchanged' : 'changed';
}

/**
 * Returns the fields that a plan changes, by their names in files. With `now`, what stands there since: all fields in which the
 * three differ.
 */
export function changesOf(plan: LinePlan, now?: Standing): LineChange[] {
  const from = fieldsOf(plan.before);
  const to = fieldsOf(plan.after);
  const since = now === undefined ? to : fieldsOf(now);
  const changes: LineChange[] = [];
  for (const name of new Set([...Object.keys(to), ...Object.keys(from)])) {
    const change = { from: from[name] ?? null, to: to[name] ?? null };
    const current = since[name] ?? null;
    if (change.from === change.to && current === change.to) continue;
    const field = COLUMNS[name] ?? name;
    changes.push(now === undefined ? { field, ...change } : { field, ...change, now: current });
  }
  return changes;
}

/** Returns whether applying a plan lowers what is available. Such lines go first: only they can be refused for lack of stock. */
export function lowersStock(plan: LinePlan): boolean {
  return plan.kind === 'levels' && plan.after < plan.before;
}

/**
 * Returns whether a record was changed since a plan was applied to it. A level is: stock goes on moving, so only the quantity on
 * hand is compared.
 */
export function changedSince(plan: LinePlan, now: Standing): boolean {
  return !sameStanding(plan.after, now);
}
