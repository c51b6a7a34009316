import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvFormat, csvLine, csvStart, unguardFormula } from '#shared/domain/csv.ts';
import { inspectCsv } from './inspect.ts';
import { CsvFileError, type CsvLine, type ReadOptions, readCsv } from './read-csv.ts';

async function read(content: BlobPart, options: Partial<ReadOptions> = {}): Promise<CsvLine[]> {
  const lines: CsvLine[] = [];
  for await (const part of readCsv(new Blob([content]), { encoding: 'utf-8', ...options }))
    lines.push(...part);
  return lines;
}
const inspect = (...parts: BlobPart[]) => inspectCsv(new Blob(parts), { encoding: 'utf-8' });

async function failure(work: Promise<unknown>): Promise<[string, number | null, number | null]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CsvFileError) return [error.problem, error.line, error.column];
    throw error;
  }
  throw new Error('it was read');
}

describe('a file', () => {
  it('is read as it was written, wherever its parts end', async () => {
    const text = fc.string({ unit: fc.constantFrom("'", '=', '"', ',', ';', '\n', '\r\n', 'é', '😀', 'x') });
    const lines = fc.array(fc.tuple(text, text, fc.constant('x')), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.constantFrom<CsvFormat['separator']>(',', ';'),
        fc.boolean(),
        async (rows, separator, bom) => {
          const format: CsvFormat = { separator, decimal: '.', bom };
          const file =
            csvStart(format) + [['a', 'b', 'c'], ...rows].map((row) => csvLine(row, format)).join('');
          const found = await read(file);
          expect(found.slice(1).map(({ cells }) => cells.map(unguardFormula))).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names the line in which each record begins, also after cells with line breaks and empty lines', async () => {
    const found = await read('a,b\n"x\r\ny",1\n\nz,2\r\n"q",3');
    expect(found.map(({ line, cells }) => [line, cells[1]])).toEqual([
      [1, 'b'],
      [2, '1'],
      [5, '2'],
      [6, '3'],
    ]);
  });

  it('is read across its parts: a megabyte, with characters of several bytes', async () => {
    const rows = Array.from({ length: 30_000 }, (_, n) => `${n},größe – 😀 ${n}\n`);
    const found = await read(`n,name\n${rows.join('')}`);
    expect(found).toHaveLength(30_001);
    expect(found.at(-1)).toEqual({ line: 30_001, cells: ['29999', 'größe – 😀 29999'] });
  });

  it('may have semicolons, tabs, UTF-16 or the encoding of Windows', async () => {
    expect((await read('a;b,c;d\n1;2;3'))[0]?.cells).toEqual(['a', 'b,c', 'd']);
    expect((await read('a\tb\n1\t2'))[0]?.cells).toEqual(['a', 'b']);
    const utf16 = new Uint8Array([0xff, 0xfe, ...[...'a;ü\n1;2'].flatMap((c) => [c.charCodeAt(0), 0])]);
    expect((await read(utf16))[0]?.cells).toEqual(['a', 'ü']);
    const windows = new Uint8Array([0x61, 0x2c, 0xfc, 0x0a, 0x31, 0x2c, 0x32]);
    expect((await read(windows, { encoding: 'windows-1252' }))[0]?.cells).toEqual(['a', 'ü']);
  });

  it('that is broken says what is wrong, and where', async () => {
    const latin1 = new Uint8Array([...new TextEncoder().encode('sku,name\nA,b\nB,gr'), 0xfc, 0x6e]);
    expect(await failure(inspect(latin1))).toEqual(['encoding', 3, 2]);
    expect(await failure(inspect('sku,name\nA,b\0c\n'))).toEqual(['binary', 2, null]);
    expect(await failure(inspect(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0])))).toEqual(['binary', 1, null]);
    expect(await failure(inspect('sku,name\nA,"b\nB,c\n'))).toEqual(['quote_open', 2, 2]);
    expect(await failure(inspect('sku,name\nA,b\nB,"c"d\n'))).toEqual(['quote', 3, 2]);
    expect(await failure(inspect('sku,name\nA,b\nB,5" disk\n'))).toEqual(['quote', 3, 2]);
    expect(await failure(inspect(''))).toEqual(['empty', null, null]);
    expect(await failure(inspect('\ufeff'))).toEqual(['empty', null, null]);
    expect(await failure(inspect('\n\n'))).toEqual(['empty', null, null]);
    expect(await failure(inspect('sku,name\n'))).toEqual(['header_only', 1, null]);
    expect(await failure(inspect(`${'a,'.repeat(300)}\n1\n`))).toEqual(['too_many_columns', 1, 201]);
    expect(await failure(inspect(`sku,name\nA,"${'x\n'.repeat(80_000)}`))).toEqual(['quote_open', 2, 2]);
  });

  it('of 200 MB is refused before it is read', async () => {
    class Large extends Blob {
      override get size(): number {
        return 200 * 1024 * 1024;
      }
    }
    const large = new Large();
    expect(await failure(inspectCsv(large, { encoding: 'utf-8' }))).toEqual(['too_large', null, null]);
  });

  it('is described by its header, its lines and the first of them', async () => {
    expect(await inspect('SKU ; Bestand\nA;1\nB;2;3\n')).toEqual({
      header: ['SKU', 'Bestand'],
      separator: ';',
      lines: 2,
      sample: [
        { line: 2, cells: ['A', '1'] },
        { line: 3, cells: ['B', '2', '3'] },
      ],
    });
  });

  it('is left when the reader is stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(read('a,b\n1,2', { signal: stop.signal })).rejects.toThrow();
  });
});
