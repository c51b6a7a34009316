import { viewAddress } from '../views/index.ts';
import { readStockFilters, type StockFilters, writeStockFilters } from './filters.ts';

/** The addresses of saved views of the stock table. */
export const STOCK_ADDRESS = viewAddress<StockFilters, Partial<StockFilters>>({
  names: ['q', 'location', 'category', 'status', 'archived', 'sort', 'dir'],
  read: readStockFilters,
  write: writeStockFilters,
  join: (filters, change) => ({ ...filters, ...change }),
  sortOf: ({ sort, direction }) => ({ by: sort, direction }),
});
