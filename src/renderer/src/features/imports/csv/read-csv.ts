import { type CsvError, type Info, parse } from 'csv-parse/browser/esm';
import { MAX_IMPORT_BYTES, MAX_IMPORT_COLUMNS, MAX_IMPORT_LINES } from '#shared/domain/imports.ts';

/** The encodings that a file may be read in. Files that begin with the mark of UTF-16 are read as that. */
export const ENCODINGS = ['utf-8', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];
export type Separator = ',' | ';' | '\t';

/** Why a file cannot be read at all. */
export const FILE_PROBLEMS = [
  'empty',
  'header_only',
  'too_large',
  'too_many_lines',
  'too_many_columns',
  'binary',
  'encoding',
  'quote',
  'quote_open',
  'unreadable',
] as const;
export type FileProblem = (typeof FILE_PROBLEMS)[number];

/** A file that cannot be read, and where: line and column from 1, null where it is the file as a whole. */
export class CsvFileError extends Error {
  override readonly name = 'CsvFileError';
  readonly problem: FileProblem;
  readonly line: number | null;
  readonly column: number | null;
  constructor(problem: FileProblem, line: number | null = null, column: number | null = null) {
    super(problem);
    this.problem = problem;
    this.line = line;
    this.column = column;
  }
}

/** A record of the file, and the line in which it begins, from 1. */
export interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** How a file is to be read. Without a separator, the one that its first line has most of. */
export interface ReadOptions {
  readonly encoding: Encoding;
  readonly separator?: Separator;
  readonly signal?: AbortSignal;
  /** Called with the bytes that were read. */
  readonly onProgress?: (bytes: number) => void;
}

/** Bytes that are read at a time: few enough that a turn takes a few milliseconds. */
const CHUNK = 128 * 1024;
/** Longest record, characters: an unclosed quote would otherwise swallow the rest of the file. */
const MAX_RECORD = 64 * 1024;

/** Reads a file in parts. Throws a CsvFileError at the first place after which nothing means what it says. */
export async function* readCsv(file: Blob, options: ReadOptions): AsyncGenerator<readonly CsvLine[]> {
  if (file.size > MAX_IMPORT_BYTES) throw new CsvFileError('too_large');
  let parser: RecordParser | null = null;
  let lines = 0;
  const counted = (found: readonly CsvLine[]): readonly CsvLine[] => {
    lines += found.length;
    const wide = found.find(({ cells }) => cells.length > MAX_IMPORT_COLUMNS + 1);
    if (wide) throw new CsvFileError('too_many_columns', wide.line, MAX_IMPORT_COLUMNS + 1);
    // The header is a line more.
    if (lines > MAX_IMPORT_LINES + 1) throw new CsvFileError('too_many_lines', found.at(-1)?.line ?? null);
    return found;
  };
  for await (const text of decoded(file, options)) {
    parser ??= new RecordParser(options.separator ?? separatorOf(text));
    const found = await parser.write(text);
    if (found.length > 0) yield counted(found);
  }
  const rest = parser === null ? [] : await parser.end();
  if (rest.length > 0) yield counted(rest);
}

/** Returns the separator that the first line has most of, outside of quotes. */
export function separatorOf(text: string): Separator {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted && (character === ',' || character === ';' || character === '\t'))
      counts[character] += 1;
  }
  const most = Math.max(...Object.values(counts));
  return most === 0 || counts[','] === most ? ',' : counts[';'] === most ? ';' : '\t';
}

/** Reads the text of a file, and finds what is no text. */
async function* decoded(file: Blob, { encoding, signal, onProgress }: ReadOptions): AsyncGenerator<string> {
  const mark = await bytesOf(file.slice(0, 2));
  const utf16 =
    mark[0] === 0xff && mark[1] === 0xfe
      ? 'utf-16le'
      : mark[0] === 0xfe && mark[1] === 0xff
        ? 'utf-16be'
        : null;
  const decoder = new TextDecoder(utf16 ?? encoding, { fatal: true });
  let line = 1;
  for (let from = 0; from < file.size; from += CHUNK) {
    signal?.throwIfAborted();
    const bytes = await bytesOf(file.slice(from, from + CHUNK));
    const last = from + CHUNK >= file.size;
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: !last });
    } catch {
      const until = new TextDecoder(utf16 ?? encoding).decode(bytes).split('\ufffd', 1)[0] ?? '';
      throw new CsvFileError('encoding', line + breaksIn(until), columnAfter(until));
    }
    const nul = text.indexOf('\0');
    if (nul !== -1) throw new CsvFileError('binary', line + breaksIn(text.slice(0, nul)));
    line += breaksIn(text);
    onProgress?.(Math.min(file.size, from + CHUNK));
    yield text;
  }
}

async function bytesOf(part: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch {
    throw new CsvFileError('unreadable');
  }
}

const breaksIn = (text: string): number => text.split('\n').length - 1;
/** The column of what follows: an estimate, because the line may have quotes that began before. */
function columnAfter(text: string): number {
  const start = text.slice(text.lastIndexOf('\n') + 1);
  return start.split(separatorOf(start)).length;
}

/** Parses text that comes in parts (RFC 4180). */
class RecordParser {
  readonly #parser: ReturnType<typeof parse>;
  #found: CsvLine[] = [];
  #failure: CsvFileError | null = null;
  #line = 1;
  #twice = 0;

  constructor(separator: Separator) {
    this.#parser = parse({
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_RECORD,
    });
    this.#parser.on('data', (entry: { readonly record: string[]; readonly info: Info }) => {
      const { record, info } = entry;
      // The parser names a record's last line, and counts a line end of two characters in quotes twice. People look for the first.
      const ends = record.join('').match(/\r\n|[\r\n]/g) ?? [];
      const counted = ends.reduce((sum, end) => sum + end.length, 0);
      const line = info.lines - counted - this.#twice;
      this.#twice += counted - ends.length;
      this.#line = line + ends.length + 1;
      this.#found.push({ line, cells: record });
    });
    this.#parser.on('error', (error: CsvError) => {
      this.#failure ??= new CsvFileError(problemOf(error.code), this.#line, columnOf(error));
    });
  }

  /** Resolves with the records that end in the text. */
  async write(text: string): Promise<readonly CsvLine[]> {
    await new Promise<void>((resolve) => this.#parser.write(text, () => resolve()));
    return this.#take();
  }

  /** Resolves with the record that the file ends with, if it has no line end. */
  async end(): Promise<readonly CsvLine[]> {
    if (this.#failure === null)
      await new Promise<void>((resolve) => {
        this.#parser.once('end', resolve);
        this.#parser.once('error', () => resolve());
        this.#parser.end();
      });
    return this.#take();
  }

  #take(): readonly CsvLine[] {
    if (this.#failure !== null) throw this.#failure;
    const found = this.#found;
    this.#found = [];
    return found;
  }
}

function problemOf(code: string): FileProblem {
  return code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE' ? 'quote_open' : 'quote';
}

function columnOf(error: CsvError): number | null {
  const column: unknown = error['column'];
  return typeof column === 'number' ? column + 1 : null;
}
