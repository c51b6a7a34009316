import { csvStart } from '#shared/domain/csv.ts';
import { saveBlob } from './save-blob.ts';

/**
 * Hands a file to the browser, or to Electron, to save. The parts may be many; they are copied once. Spreadsheets take CSV
 * without a byte order mark for the system's own encoding, so begin it with `csvStart`.
 */
export function saveFile(name: string, parts: readonly BlobPart[], type = 'text/csv;charset=utf-8'): void {
  saveBlob(name, new Blob([...parts], { type }));
}

/** Saves lines of CSV, with the byte order mark that spreadsheets need. */
export function saveCsv(name: string, parts: readonly string[]): void {
  saveFile(name, [csvStart({ bom: true }), ...parts]);
}
