import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/** One record of a CSV file by column name, or the reason why it is invalid. `line` counts from 1, the header included. */
export type CsvRow =
  | { readonly line: number; readonly ok: true; readonly record: Readonly<Record<string, string>> }
  | {
      readonly line: number;
      readonly ok: false;
      readonly reason: string;
      /** The fields that could be read: often enough to tell which order the record belongs to. */
      readonly record: Readonly<Record<string, string>>;
    };

/** Longest record, in characters; an unclosed quote would otherwise swallow the rest of the file. */
const MAX_RECORD_CHARACTERS = 64 * 1024;

/** A file that cannot be imported at all. The message is for the user. */
export class ImportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImportError';
  }
}

/**
 * Streams a CSV file with a header row: LF or CRLF, with or without a byte order mark, quoted fields over several lines.
 * UTF-8, or Latin-1 where the bytes are not UTF-8. Records that are not CSV are yielded with a reason.
 * @throws ImportError when the file cannot be read or a column is missing
 */
export async function* readCsv(file: string, columns: readonly string[]): AsyncGenerator<CsvRow> {
  const encoding = await detectEncoding(file);
  const skipped: CsvRow[] = [];
  let header: readonly string[] | null = null;
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      encoding,
      info: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: MAX_RECORD_CHARACTERS,
      on_skip: (error, raw) => {
        skipped.push({
          line: Number(error?.['lines'] ?? 0),
          ok: false,
          reason: plainReason(error?.code),
          record: guess(header, raw ?? ''),
        });
        return undefined;
      },
    }),
  );
  for await (const entry of parser) {
    const { record, info } = entry as { record: string[]; info: { lines: number } };
    while (skipped.length > 0) yield skipped.shift() as CsvRow;
    if (!header) {
      header = readHeader(file, record, columns);
      continue;
    }
    yield toRow(header, record, info.lines);
  }
  if (!header) throw new ImportError(`${file} is empty: it has no header row.`);
  yield* skipped;
}

function toRow(header: readonly string[], record: readonly string[], lastLine: number): CsvRow {
  // The parser reports a record's last line; people look for its first.
  const line = lastLine - record.reduce((breaks, field) => breaks + (field.match(/\n/g)?.length ?? 0), 0);
  if (record.length !== header.length) {
    return {
      line,
      ok: false,
      reason: `it has ${record.length} fields, the header has ${header.length}`,
      record: named(header, record),
    };
  }
  return { line, ok: true, record: named(header, record) };
}

function named(header: readonly string[], fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((name, i) => [name, fields[i] ?? '']));
}

/** Returns the fields of a broken record, as far as its first line shows. */
function guess(header: readonly string[] | null, raw: string): Record<string, string> {
  const fields = (raw.split(/\r?\n/, 1)[0] ?? '').split(',').map((field) => field.replace(/^"(.*)"$/, '$1'));
  return header ? named(header, fields) : {};
}

function readHeader(file: string, record: readonly string[], columns: readonly string[]): string[] {
  const header = record.map((name) => name.trim());
  const missing = columns.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new ImportError(
      `${file} is not in the expected format: the column ${missing.map((m) => `"${m}"`).join(', ')} is missing.`,
    );
  }
  return header;
}

function plainReason(code: string | undefined): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quoted field is never closed';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text follows a closing quote';
    case 'INVALID_OPENING_QUOTE':
      return 'there is a quote inside an unquoted field';
    case 'CSV_MAX_RECORD_SIZE':
      return `it is longer than ${MAX_RECORD_CHARACTERS} characters (an unclosed quote?)`;
    default:
      return 'it is not valid CSV';
  }
}

/** Returns UTF-8 if the whole file is valid UTF-8, else Latin-1, which Western European spreadsheets still write. */
async function detectEncoding(file: string): Promise<'utf8' | 'latin1'> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(file)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return 'utf8';
  } catch (error) {
    if (error instanceof TypeError) return 'latin1';
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ImportError(
      code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`,
    );
  }
}
