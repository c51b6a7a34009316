import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { MAX_CODE } from '#shared/domain/barcodes.ts';
import { bridge } from '../bridge/client.ts';

/** Reads a scanned or typed code, and finds the items that it names. */
export function findCode(text: string): Promise<MethodOutput<'inventory.find_code'>> {
  return bridge.call('inventory.find_code', { text: text.slice(0, MAX_CODE) });
}

/** The most levels that are looked through for one item: others may have its SKU in their words. */
const MAX_LEVELS = 50;

/** Returns the question for the levels at a location whose words match. */
export function stockQuery(search: string, locationId: string, limit: number): MethodInput<'inventory.list'> {
  return {
    ...{ after: null, limit, search: search.slice(0, 200), locationId, category: null, status: 'any' },
    ...{ archived: false, sort: 'name', direction: 'asc' },
  };
}

/** Returns the level of an item at a location; null if it is not stocked there. */
export async function stockRowAt(
  { id, sku }: { readonly id: string; readonly sku: string },
  locationId: string,
): Promise<StockRow | null> {
  const { rows } = await bridge.call('inventory.list', stockQuery(sku, locationId, MAX_LEVELS));
  return rows.find(({ itemId }) => itemId === id) ?? null;
}
