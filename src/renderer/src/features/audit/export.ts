import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { AuditFilter } from '#shared/domain/audit.ts';
import { AUDIT_CSV_HEAD, auditCsvLine } from '#shared/domain/audit-csv.ts';

/** Records of one export: some 20 MB. The command line exports all. */
export const MAX_EXPORT = 50_000;
const PAGE = 500;

type List = (query: MethodInput<'audit.list'>) => Promise<MethodOutput<'audit.list'>>;

/** An export: parts of the file, and whether older records were left out. */
export interface AuditExport {
  readonly parts: readonly string[];
  readonly rows: number;
  readonly complete: boolean;
}

/** Reads all records that pass the filter as CSV, at most `max`. Throws where a page cannot be read, or the signal aborts. */
export async function exportCsv(
  list: List,
  filter: AuditFilter,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: (rows: number) => void;
    readonly max?: number;
  },
): Promise<AuditExport> {
  const { signal, onProgress, max = MAX_EXPORT } = options;
  const parts = [AUDIT_CSV_HEAD];
  let rows = 0;
  let after: string | null = null;
  do {
    const page: MethodOutput<'audit.list'> = await list({
      filter,
      after,
      limit: Math.min(PAGE, max - rows),
    });
    signal.throwIfAborted();
    parts.push(page.rows.map(auditCsvLine).join(''));
    rows += page.rows.length;
    after = page.next;
    onProgress(rows);
  } while (after !== null && rows < max);
  return { parts, rows, complete: after === null };
}
