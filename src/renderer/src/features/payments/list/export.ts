import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { PaymentFilters } from '#shared/bridge/payments.ts';
import { PAYMENT_CSV_HEAD, paymentCsvLine } from '#shared/domain/payment-csv.ts';

const PAGE = 200;
/** Rows of one export. */
const MAX_ROWS = 100_000;

type List = (query: MethodInput<'payments.list'>) => Promise<MethodOutput<'payments.list'>>;

/**
 * Reads the cached payments that pass the filters as CSV, newest first. `complete` is false if there are more than one export has.
 * Throws where a page cannot be read, or the signal aborts.
 */
export async function exportPayments(
  list: List,
  filters: PaymentFilters,
  signal: AbortSignal,
): Promise<{ readonly parts: readonly string[]; readonly rows: number; readonly complete: boolean }> {
  const parts = [PAYMENT_CSV_HEAD];
  let rows = 0;
  let after: string | null = null;
  do {
    const page: MethodOutput<'payments.list'> = await list({ ...filters, after, limit: PAGE });
    signal.throwIfAborted();
    parts.push(page.rows.map(paymentCsvLine).join(''));
    rows += page.rows.length;
    after = page.next;
  } while (after !== null && rows < MAX_ROWS);
  return { parts, rows, complete: after === null };
}
