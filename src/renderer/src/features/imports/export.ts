import { type CsvFormat, csvLine, csvStart } from '#shared/domain/csv.ts';
import { EXPORT_HEADERS, type ExportKind, type ExportRow, exportCells } from '#shared/domain/export-lines.ts';

/** A page of rows; `total` is how many there are in all, where that is known. */
export interface ExportPage {
  readonly rows: readonly ExportRow[];
  readonly next: string | null;
  readonly total?: number;
}

/** Reads the page after a place, null for the first. */
export type ReadPage = (after: string | null) => Promise<ExportPage>;

/** The parts of a file and how many rows it has. */
export interface Exported {
  readonly parts: readonly string[];
  readonly rows: number;
}

/**
 * Writes all rows as CSV, page by page, so that the window stays free. Rejects where a page cannot be read or the signal aborts:
 * there is no file that lacks rows.
 */
export async function writeExport(
  kind: ExportKind,
  format: CsvFormat,
  read: ReadPage,
  {
    signal,
    onProgress,
  }: { readonly signal: AbortSignal; readonly onProgress: (rows: number, total: number | null) => void },
): Promise<Exported> {
  const parts = [csvStart(format) + csvLine(EXPORT_HEADERS[kind], format)];
  let rows = 0;
  let after: string | null = null;
  do {
    const page: ExportPage = await read(after);
    signal.throwIfAborted();
    if (page.rows.length > 0) parts.push(page.rows.map((row) => csvLine(exportCells(row), format)).join(''));
    rows += page.rows.length;
    after = page.next;
    onProgress(rows, page.total ?? null);
  } while (after !== null);
  return { parts, rows };
}
