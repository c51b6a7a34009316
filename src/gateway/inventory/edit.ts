import { type Item, scopeKey, type Threshold } from '#shared/domain/inventory.ts';
import { editItem, isItemImage, limitsProblem, type StaleField, staleFields } from '#shared/domain/items.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import type { CommandContext, GatewayModule, Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import {
  readActiveByBarcode,
  readItem,
  readItemBySku,
  readItemScope,
  readLocation,
  readThreshold,
  thresholdFor,
} from './queries.ts';

/** Refuses an item whose SKU or barcode another one has. A barcode may be on one active item and on archived ones. */
export function assertUnique(sql: Sql, item: Item, field = 'item'): void {
  const sameSku = readItemBySku(sql, item.sku);
  if (sameSku && sameSku.id !== item.id)
    refuse('sku_taken', { sku: item.sku }, { field: `${field}.sku`, current: sameSku });
  if (item.barcode === null || item.status !== 'active') return;
  const sameBarcode = readActiveByBarcode(sql, item.barcode, item.id);
  if (sameBarcode)
    refuse(
      'barcode_taken',
      { barcode: item.barcode, sku: sameBarcode.sku },
      { field: `${field}.barcode`, current: sameBarcode },
    );
}

/** A line of a bulk command that was refused, with what is there now. */
interface StaleLine extends StaleField {
  readonly line: number;
}

/** Refuses a bulk command whose lines are no longer as the user saw them, with all of them. */
function refuseStale(lines: readonly StaleLine[], list: string): void {
  const [first] = lines;
  if (first === undefined) return;
  const field = `${list}.${first.line}.expected.${first.field}`;
  refuse(
    'records_changed',
    { count: new Set(lines.map(({ line }) => line)).size },
    { field, current: lines },
  );
}

function editItems(context: CommandContext, { items, changes }: CommandData<'inventory.edit_items'>): number {
  const seen = new Set<string>();
  const read = items.map(({ itemId, expected }, line) => {
    if (seen.has(itemId)) refuse('line_twice', { line: line + 1 }, { field: `items.${line}.itemId` });
    seen.add(itemId);
    const item =
      readItem(context.sql, itemId) ?? refuse('unknown_item', {}, { field: `items.${line}.itemId` });
    return { item, stale: staleFields(item, expected).map((field) => ({ ...field, line })) };
  });
  refuseStale(
    read.flatMap(({ stale }) => stale),
    'items',
  );
  let edited = 0;
  read.forEach(({ item }, line) => {
    const after =
      editItem(item, changes) ??
      refuse('price_negative', { sku: item.sku }, { field: `items.${line}.price` });
    if (JSON.stringify(after) === JSON.stringify(item)) return;
    assertUnique(context.sql, after, `items.${line}`);
    context.emit('inventory.item_updated', { item: after });
    edited += 1;
  });
  return edited;
}

/** The fields of limits that `limitsProblem` complains of. */
const PROBLEMS = {
  outAboveLow: { id: 'threshold_out_above_low', field: 'outAt' },
  recoverBelowLow: { id: 'threshold_recover_below_low', field: 'recoverAt' },
  overBelowLow: { id: 'threshold_over_below_low', field: 'overAt' },
} as const;

/** Refuses a threshold of what does not exist, and limits that contradict each other. */
export function assertThreshold(sql: Sql, threshold: Threshold, field = 'threshold'): void {
  const { itemId, locationId } = threshold;
  if (itemId !== null && !readItem(sql, itemId)) refuse('unknown_item', {}, { field: `${field}.itemId` });
  if (locationId !== null && !readLocation(sql, locationId))
    refuse('unknown_location', {}, { field: `${field}.locationId` });
  const problem = limitsProblem(threshold);
  if (problem === null) return;
  const { id, field: wrong } = PROBLEMS[problem];
  refuse(id, {}, { field: `${field}.${wrong}` });
}

function setThresholds(
  context: CommandContext,
  { scopes, changes }: CommandData<'inventory.set_thresholds'>,
): number {
  const seen = new Set<string>();
  const read = scopes.map(({ expected, ...scope }, line) => {
    if (seen.has(scopeKey(scope))) refuse('line_twice', { line: line + 1 }, { field: `scopes.${line}` });
    seen.add(scopeKey(scope));
    const own = readThreshold(context.sql, scope);
    const stale: StaleField[] =
      expected === null || own === undefined
        ? (expected === null) === (own === undefined)
          ? []
          : [{ field: 'lowAt', expected: expected?.lowAt ?? null, current: own?.lowAt ?? null }]
        : staleFields(own, expected);
    return { scope, own, stale: stale.map((field) => ({ ...field, line })) };
  });
  refuseStale(
    read.flatMap(({ stale }) => stale),
    'scopes',
  );
  read.forEach(({ scope, own }, line) => {
    const edited = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const threshold: Threshold = { ...(own ?? appliesTo(context, scope)), ...edited, ...scope };
    assertThreshold(context.sql, threshold, `scopes.${line}`);
    context.emit('inventory.thresholds_changed', { threshold, removed: false });
  });
  return read.length;
}

/** What applies where a scope has no threshold of its own: the limits that it begins with. */
function appliesTo(
  context: CommandContext,
  { itemId, locationId, category }: Pick<Threshold, 'itemId' | 'locationId' | 'category'>,
): Threshold {
  return thresholdFor(context, {
    itemId: itemId ?? '',
    locationId: locationId ?? '',
    category: category ?? (itemId === null ? '' : (readItemScope(context.sql, itemId)?.category ?? '')),
  });
}

export const editHandlers: GatewayModule['commands'] = {
  'inventory.edit_items': (context, data) => ({ edited: editItems(context, data) }),
  'inventory.set_thresholds': (context, data) => ({ set: setThresholds(context, data) }),
  'inventory.set_item_image': (context, { itemId, image }) => {
    if (!readItem(context.sql, itemId)) refuse('unknown_item', {}, { field: 'itemId' });
    if (image !== null && !isItemImage(image)) refuse('image_invalid', {}, { field: 'image' });
    context.emit('inventory.item_image_changed', { itemId, image });
    return { itemId };
  },
};
