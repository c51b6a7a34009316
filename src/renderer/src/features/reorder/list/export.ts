import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { REORDER_CSV_HEAD, reorderCsvLine } from '#shared/domain/reorder-csv.ts';
import type { ReorderFilters } from '../filters.ts';

const PAGE = 200;
/** Rows of one export: more item and location pairs than a large shop has. */
const MAX_ROWS = 100_000;

type List = (query: MethodInput<'reorder.list'>) => Promise<MethodOutput<'reorder.list'>>;

/**
 * Reads the rows that pass the filter as CSV; with `only`, those of these items. Throws where a page cannot be read, or the signal
 * aborts.
 */
export async function exportReorder(
  list: List,
  filters: ReorderFilters,
  only: ReadonlySet<string> | null,
  signal: AbortSignal,
): Promise<{ readonly parts: readonly string[]; readonly rows: number }> {
  const parts = [REORDER_CSV_HEAD];
  // What was chosen is exported even if the filter by need has let it go meanwhile.
  const query = only === null ? filters : { ...filters, need: 'any' as const };
  let [rows, read] = [0, 0];
  let after: string | null = null;
  do {
    const page: MethodOutput<'reorder.list'> = await list({ ...query, after, limit: PAGE });
    signal.throwIfAborted();
    const taken = only === null ? page.rows : page.rows.filter(({ itemId }) => only.has(itemId));
    parts.push(taken.map(reorderCsvLine).join(''));
    rows += taken.length;
    read += page.rows.length;
    after = page.next;
  } while (after !== null && read < MAX_ROWS);
  return { parts, rows };
}
