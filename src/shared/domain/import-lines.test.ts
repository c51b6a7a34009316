import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeItem, makeThreshold } from '../../../tests/support/make/item.ts';
import { type CsvFormat, csvLine } from './csv.ts';
import { EXPORT_HEADERS, exportCells } from './export-lines.ts';
import { kindOf, matchHeader, missingFields } from './import-fields.ts';
import { planItem, planLevel, planThreshold, readCells } from './import-lines.ts';
import { changesOf, effectOf } from './import-plans.ts';
import type { ImportFile, ImportKind } from './imports.ts';
import { Item, Quantity, Threshold } from './inventory.ts';

function fileOf(kind: ImportKind, header: readonly string[], decimal: '.' | ',' = '.'): ImportFile {
  const columns = matchHeader(kind, header).flatMap((field, n) =>
    field === null ? [] : [{ field, column: n + 1 }],
  );
  return { name: 'x.csv', columns, width: header.length, ignored: [], decimal };
}
const cellsOf = (file: ImportFile, line: readonly string[]): string[] =>
  file.columns.map(({ column }) => line[column - 1] ?? '');

const text = (max: number) =>
  fc
    .oneof(
      fc.string({ maxLength: max }),
      fc.string({ unit: fc.constantFrom("'", '=', '"', ',', ';', '\n', ' '), maxLength: max }),
    )
    .filter((s) => s !== '' && s.length <= max);
const items = fc.record({
  id: fc.uuid(),
  sku: text(64),
  name: text(80),
  category: text(60),
  barcode: fc.option(text(30)),
  unit: text(20),
  price: fc.nat(),
  cost: fc.option(fc.nat()),
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  status: fc.constantFrom('active', 'archived'),
  backorderLimit: fc.nat({ max: 2 ** 31 - 1 }),
}) satisfies fc.Arbitrary<Item>;
const formats: fc.Arbitrary<CsvFormat> = fc.record({
  separator: fc.constantFrom(',', ';', '\t'),
  decimal: fc.constantFrom('.', ','),
  bom: fc.constant(false),
});

describe('items', () => {
  it('are the same after an export and an import, and a lost catalogue comes back', () => {
    fc.assert(
      fc.property(items, formats, (item, format) => {
        const line = csvLine(exportCells({ kind: 'items', item }), format);
        const [read = []]: string[][] = parse(line, {
          delimiter: format.separator,
          record_delimiter: '\r\n',
        });
        const file = fileOf('items', EXPORT_HEADERS.items, format.decimal);
        const values = readCells('items', file, cellsOf(file, read), read.length);
        expect(values).toMatchObject({ ok: true });
        if (!values.ok) return;
        const again = planItem(file, values.value, item, 'new');
        expect(again.ok && effectOf(again.value)).toBe('unchanged');
        const fresh = planItem(file, values.value, null, item.id);
        expect(fresh).toEqual({ ok: true, value: { kind: 'items', before: null, after: item } });
      }),
    );
  });

  it('keep what the file does not have', () => {
    const file = fileOf('items', ['SKU', 'Preis'], ',');
    const item = makeItem({ sku: 'A-1', price: 100, cost: 60, barcode: '4006381333931', currency: 'EUR' });
    const values = readCells('items', file, ['A-1', '1,25'], 2);
    const plan = values.ok ? planItem(file, values.value, item, 'x') : values;
    expect(plan).toEqual({
      ok: true,
      value: { kind: 'items', before: item, after: { ...item, price: 125 } },
    });
    expect(plan.ok && changesOf(plan.value)).toEqual([{ field: 'price', from: 100, to: 125 }]);
  });

  it('need more when they are new, and name each column', () => {
    const file = fileOf('items', ['sku', 'name']);
    const values = readCells('items', file, ['A-1', 'Lamp'], 2);
    const plan = values.ok ? planItem(file, values.value, null, 'x') : values;
    expect(!plan.ok && plan.errors.map(({ problem, field }) => `${problem} ${field}`)).toEqual([
      'needed_for_new currency',
      'needed_for_new price',
      'needed_for_new category',
      'needed_for_new unit',
    ]);
  });

  it('do not change their currency without their amounts', () => {
    const file = fileOf('items', ['sku', 'currency']);
    const values = readCells('items', file, ['A-1', 'JPY'], 2);
    const plan = values.ok ? planItem(file, values.value, makeItem({ sku: 'A-1' }), 'x') : values;
    expect(plan).toMatchObject({ ok: false, errors: [{ problem: 'price_with_currency', column: 2 }] });
  });

  it.each([
    ['1.000,5', '.', 'amount'],
    ['1.000,5', ',', 'amount'],
    ['1,000.50', '.', 'amount'],
    ['1e9', '.', 'amount'],
    ['-0', '.', 'amount'],
    ['-1', '.', 'amount'],
    ['NaN', '.', 'amount'],
    ['0x10', '.', 'amount'],
    ['1.255', '.', 'amount'],
    ['99999999999999999999', '.', 'amount'],
  ] as const)('refuse the price %s with the decimal sign %s', (price, decimal, problem) => {
    const file = fileOf('items', ['sku', 'price'], decimal);
    const values = readCells('items', file, ['A-1', price], 2);
    const plan = values.ok ? planItem(file, values.value, makeItem({ sku: 'A-1' }), 'x') : values;
    expect(plan).toMatchObject({ ok: false, errors: [{ problem, column: 2, field: 'price' }] });
  });
});

describe('levels', () => {
  const file = fileOf('levels', ['sku', 'location', 'on_hand', 'expected']);
  const stock = {
    itemId: 'i',
    locationId: 'l',
    balance: { onHand: 8, committed: 3, unavailable: 1 },
    backorderLimit: 0,
  };
  const plan = (onHand: string, expected = '') => {
    const values = readCells('levels', file, ['A-1', 'Main', onHand, expected], 4);
    return values.ok ? planLevel(file, values.value, stock) : values;
  };

  it.each(['1.000,5', '1e9', '-0', '007', '+5', '5.0', '1 000', '٣', 'five', '0x5'])(
    'refuse the count %s',
    (n) => {
      expect(plan(n)).toMatchObject({ ok: false, errors: [{ problem: 'integer', column: 3 }] });
    },
  );

  it.each(['-5', '2147483648'])('refuse the count %s as out of range', (n) => {
    expect(plan(n)).toMatchObject({ ok: false, errors: [{ problem: 'range', column: 3 }] });
  });

  it('never fall below what is promised, and only start from what is expected', () => {
    expect(plan('4')).toMatchObject({ ok: true, value: { before: 8, after: 4, expected: null } });
    expect(plan('3')).toMatchObject({
      ok: false,
      errors: [{ problem: 'below_committed', values: { min: 4 } }],
    });
    expect(plan('9', '8')).toMatchObject({ ok: true, value: { expected: 8 } });
    expect(plan('9', '7')).toMatchObject({
      ok: false,
      errors: [{ problem: 'expected', column: 4, values: { expected: 7, current: 8 } }],
    });
    expect(plan('')).toMatchObject({ ok: false, errors: [{ problem: 'required', column: 3 }] });
  });

  it('refuse a line with more or fewer columns than the header', () => {
    expect(readCells('levels', file, ['A-1', 'Main', '5'], 3)).toMatchObject({
      ok: false,
      errors: [{ problem: 'columns', values: { found: 3, expected: 4 } }],
    });
  });
});

describe('thresholds', () => {
  it('are the same after an export and an import', () => {
    const limit = (min: number, max = 2 ** 31 - 1) => fc.integer({ min, max });
    const thresholds = fc
      .record({
        lowAt: limit(0),
        outAt: limit(0),
        overAt: fc.option(limit(1)),
        recoverAt: fc.option(limit(1)),
        days: fc.option(limit(1, 3650)),
      })
      .filter(
        ({ lowAt, outAt, overAt, recoverAt }) =>
          outAt <= lowAt &&
          (recoverAt === null || recoverAt > lowAt) &&
          (overAt === null || overAt > Math.max(lowAt, recoverAt ?? 0)),
      )
      .map(({ days, ...limits }) => makeThreshold({ itemId: 'i', ...limits, expiringWithinDays: days }));
    fc.assert(
      fc.property(thresholds, (threshold) => {
        const row = { kind: 'thresholds', sku: 'A-1', name: 'Lamp', location: null, threshold } as const;
        const [line = []]: string[][] = parse(csvLine(exportCells(row)));
        const file = fileOf('thresholds', EXPORT_HEADERS.thresholds);
        const values = readCells('thresholds', file, cellsOf(file, line), line.length);
        const plan = values.ok ? planThreshold(file, values.value, threshold, threshold) : values;
        expect(plan.ok && effectOf(plan.value)).toBe('unchanged');
      }),
    );
  });

  it('are checked by the rules of the form', () => {
    const file = fileOf('thresholds', ['sku', 'low_at', 'out_at', 'recover_at']);
    const plan = (...cells: string[]) => {
      const values = readCells('thresholds', file, ['A-1', ...cells], 4);
      return values.ok ? planThreshold(file, values.value, makeThreshold({ itemId: 'i' }), null) : values;
    };
    expect(plan('5', '6', '')).toMatchObject({
      ok: false,
      errors: [{ problem: 'out_above_low', column: 3 }],
    });
    expect(plan('5', '', '5')).toMatchObject({
      ok: false,
      errors: [{ problem: 'recover_below_low', column: 4 }],
    });
    expect(plan('5', '2', '7')).toMatchObject({
      ok: true,
      value: { after: { lowAt: 5, outAt: 2, recoverAt: 7 } },
    });
  });
});

describe('a header', () => {
  it('is matched whatever its case, spaces and language, and tells the kind', () => {
    expect(matchHeader('levels', ['Artikelnummer', 'On hand', 'FILIALE', 'sku'])).toEqual([
      'sku',
      'on_hand',
      'location',
      null,
    ]);
    for (const kind of ['items', 'levels', 'thresholds'] as const)
      expect(kindOf(EXPORT_HEADERS[kind])).toBe(kind);
    expect(kindOf(['a', 'b'])).toBeNull();
    expect(missingFields('levels', ['sku', null])).toEqual(['location', 'on_hand']);
  });

  it('has all that the schemas of records have', () => {
    expect(EXPORT_HEADERS.items).toHaveLength(Object.keys(Item.shape).length - 1);
    expect(EXPORT_HEADERS.thresholds).toHaveLength(Object.keys(Threshold.shape).length + 1);
    expect(Quantity.safeParse(2 ** 31).success).toBe(false);
  });
});
