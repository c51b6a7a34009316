import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type CsvFormat, csvLine, csvStart } from '#shared/domain/csv.ts';
import { ORDER_CSV_HEADERS, type OrderExport, orderCells } from '#shared/domain/order-csv.ts';
import type { OrderFilters } from '#shared/domain/order-list.ts';

/** Orders of a page: an order may have hundreds of lines. */
const PAGE = 100;
/** Text is handed to the browser in pieces of this many characters, which it may keep on the disk. */
const PIECE = 1_000_000;

type Page = MethodOutput<'orders.export'>;
type ReadPage = (query: MethodInput<'orders.export'>) => Promise<Page>;

/** The pieces of a file, and how many orders and lines it has. */
export interface ExportedOrders {
  readonly parts: readonly Blob[];
  readonly orders: number;
  readonly rows: number;
}

/**
 * Writes all orders that pass the filters as CSV, page by page, and holds no more than a piece of the text itself. Rejects where a
 * page cannot be read or the signal aborts: there is no file that lacks orders.
 */
export async function exportOrders(
  what: OrderExport,
  filters: OrderFilters,
  format: CsvFormat,
  read: ReadPage,
  on: { readonly signal: AbortSignal; readonly onProgress: (orders: number, total: number) => void },
): Promise<ExportedOrders> {
  const parts: Blob[] = [];
  let piece = csvStart(format) + csvLine(ORDER_CSV_HEADERS[what], format);
  let [orders, rows] = [0, 0];
  let after: string | null = null;
  do {
    const page: Page = await read({ ...filters, after, limit: PAGE });
    on.signal.throwIfAborted();
    for (const row of page.rows) {
      const lines = orderCells(what, row);
      piece += lines.map((cells) => csvLine(cells, format)).join('');
      rows += lines.length;
    }
    orders += page.rows.length;
    after = page.next;
    on.onProgress(orders, Math.max(orders, page.total));
    if (piece.length >= PIECE || after === null) {
      parts.push(new Blob([piece]));
      piece = '';
    }
  } while (after !== null);
  return { parts, orders, rows };
}
