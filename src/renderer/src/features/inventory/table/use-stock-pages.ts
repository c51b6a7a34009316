import type { StockRow } from '#shared/bridge/inventory.ts';
import { bridge } from '../../../bridge/client.ts';
import { PAGE_ROWS } from '../../../hooks/page-keys.ts';
import { type ListPages, useListPages } from '../../../hooks/use-list-pages.ts';
import type { StockFilters } from '../filters.ts';

/** The stock list: its length, and its rows as far as they have been read. */
export type StockPages = ListPages<StockRow>;

/** Reads the pages of the stock list that are in view. */
export function useStockPages(filters: StockFilters, from: number, to: number): StockPages {
  return useListPages(
    ['inventory', 'list', filters],
    (after, limit) => bridge.call('inventory.list', { ...filters, after, limit }),
    from,
    to,
    async (after, pages) =>
      (await bridge.call('inventory.page_keys', { ...filters, after, pages, pageRows: PAGE_ROWS })).keys,
  );
}
