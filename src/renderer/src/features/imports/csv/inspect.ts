import {
  CsvFileError,
  type CsvLine,
  type ReadOptions,
  readCsv,
  type Separator,
  separatorOf,
} from './read-csv.ts';

/** What a file has: it can be read to its end. */
export interface Inspected {
  readonly header: readonly string[];
  readonly separator: Separator;
  /** Its lines without the header. */
  readonly lines: number;
  /** The first of them. */
  readonly sample: readonly CsvLine[];
}

const SAMPLE = 5;

/** Reads a whole file once and keeps little of it. Throws a CsvFileError where it cannot be imported. */
export async function inspectCsv(file: Blob, options: ReadOptions): Promise<Inspected> {
  if (file.size === 0) throw new CsvFileError('empty');
  const sample: CsvLine[] = [];
  let header: CsvLine | null = null;
  let lines = 0;
  for await (const part of readCsv(file, options)) {
    for (const line of part) {
      if (header === null) header = line;
      else {
        lines += 1;
        if (sample.length < SAMPLE) sample.push(line);
      }
    }
  }
  if (header === null || header.cells.every((title) => title.trim() === '')) throw new CsvFileError('empty');
  if (lines === 0) throw new CsvFileError('header_only', header.line);
  const separator = options.separator ?? (await separatorIn(file, options));
  return { header: header.cells.map((title) => title.trim()), separator, lines, sample };
}

/** The separator that the reader has taken: that of the first line. */
async function separatorIn(file: Blob, options: ReadOptions): Promise<Separator> {
  const start = new TextDecoder(options.encoding).decode(await file.slice(0, 128 * 1024).arrayBuffer());
  return separatorOf(start.replaceAll('\0', ''));
}
