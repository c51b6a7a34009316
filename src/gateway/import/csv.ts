import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';

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

/** The columns of a file. */
export interface Columns {
  /** Columns that must be there. */
  readonly columns: readonly string[];
  /** Those of them whose values may have line breaks. */
  readonly freeText: readonly string[];
}

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
 * UTF-8, or Latin-1 where the bytes are not UTF-8. Records with too many or too few fields are yielded with a reason.
 * @throws ImportError when the file cannot be read or a column is missing; and where a stray quote may have moved the borders
 * of records: a quote in the wrong place, a record that is too long, a field with an unexpected line break. Nothing after such
 * a place means what it says, so the caller must not have written anything yet.
 */
export async function* readCsv(file: string, expected: Columns): AsyncGenerator<CsvRow> {
  const encoding = await detectEncoding(file);
  let header: readonly string[] | null = null;
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      encoding,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_RECORD_CHARACTERS,
    }),
  );
  try {
    for await (const entry of parser) {
      const { record, info } = entry as { record: string[]; info: { lines: number } };
      if (!header) {
        header = readHeader(file, record, expected.columns);
        continue;
      }
      const row = toRow(header, record, info.lines);
      const broken = unexpectedBreak(header, record, expected.freeText);
      if (broken !== null)
        throw unreadable(file, row.line, `the column "${broken}" has a line break (a stray quote?)`);
      yield row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser names the line it has read to. The record begins after those that were complete.
    const line = Number(error['records'] ?? 0) + Number(error['empty_lines'] ?? 0) + 1;
    throw unreadable(file, line, plainReason(error.code));
  }
  if (!header) throw new ImportError(`${file} is empty: it has no header row.`);
}

function unreadable(file: string, line: number, reason: string): ImportError {
  return new ImportError(
    `${file}, line ${line}: ${reason}. Nothing was imported. Correct the file and import it again.`,
  );
}

/**
 * Returns the column of a line break that a stray quote may have caused: in a column that has none, or after a line with
 * enough commas to end its record.
 */
function unexpectedBreak(
  header: readonly string[],
  record: readonly string[],
  freeText: readonly string[],
): string | null {
  const found = record.findIndex((field, index) => {
    if (!/[\r\n]/.test(field)) return false;
    if (!freeText.includes(header[index] ?? '')) return true;
    const commas = (field.split(/\r?\n/, 1)[0] ?? '').split(',').length - 1;
    return commas >= header.length - 1 - index;
  });
  return found === -1 ? null : (header[found] ?? `field ${found + 1}`);
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
