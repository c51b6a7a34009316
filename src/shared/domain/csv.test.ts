import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_CSV_HEAD, auditCsvLine } from './audit-csv.ts';
import { type CsvFormat, csvLine, csvStart, guardFormula, moneyCell, unguardFormula } from './csv.ts';
import { parseMinorUnits } from './money.ts';

const formats: fc.Arbitrary<CsvFormat> = fc.record({
  separator: fc.constantFrom(',', ';', '\t'),
  decimal: fc.constantFrom('.', ','),
  bom: fc.boolean(),
});
/** Text with many of the characters that matter. */
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', ' ', '"', ',', ';', 'x') }),
);

describe('a CSV line', () => {
  it('quotes what needs it, and leaves numbers alone', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', null, -5, true, ''])).toBe(
      'a,"b,c","d""e","f\ng",,-5,true,\r\n',
    );
  });

  it.each(['=1+1', '+49 30', '-2', '@SUM(A1)', ' =1', '\t=1', '\r=1', '\n@x', '\tx'])(
    'neutralises the formula %j',
    (text) => {
      expect(csvLine([text]).replace(/^"/, '')).toMatch(/^'/);
    },
  );
});

describe('a CSV file', () => {
  it('is read back as it was written, in every format', () => {
    const lines = fc.integer({ min: 1, max: 5 }).chain((width) => {
      const line = fc.array(texts, { minLength: width, maxLength: width });
      return fc.array(line, { minLength: 1, maxLength: 6 });
    });
    fc.assert(
      fc.property(lines, formats, (written, format) => {
        const file = csvStart(format) + written.map((line) => csvLine(line, format)).join('');
        const read: string[][] = parse(file, {
          bom: true,
          delimiter: format.separator,
          record_delimiter: '\r\n',
        });
        expect(read.map((line) => line.map(unguardFormula))).toEqual(written);
      }),
    );
  });

  it('guards every text once, and gives it back', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(guardFormula(text)).not.toMatch(/^(\s*[=+\-@]|[\t\r])/);
        expect(unguardFormula(guardFormula(text))).toBe(text);
      }),
    );
  });

  it('has exact amounts, with the decimal sign that was chosen', () => {
    const german: CsvFormat = { separator: ';', decimal: ',', bom: true };
    expect(csvLine([moneyCell(-1205, 'EUR'), moneyCell(7, 'JPY'), 0.5, null], german)).toBe(
      '-12,05;7;0,5;\r\n',
    );
    expect(csvLine([moneyCell(1205, 'EUR')], { ...german, separator: ',' })).toBe('"12,05"\r\n');
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'), (amount, currency) => {
        expect(parseMinorUnits(moneyCell(amount, currency)?.decimal ?? '', currency)).toBe(amount + 0);
      }),
    );
  });
});

describe('the CSV of the audit', () => {
  it('has a column for each question', () => {
    const line = auditCsvLine({
      n: 7,
      at: Date.UTC(2026, 0, 2),
      actor: { kind: 'user', id: 'u', name: '=HYPERLINK("x")' },
      action: 'orders.cancel',
      commandId: null,
      subject: 'order:17',
      reason: '-cheap',
      changes: [
        { record: 'order:17', field: 'status', from: 'paid', to: 'cancelled' },
        { record: 'item:1', field: 'onHand', from: null, to: 3 },
      ],
      address: '::1',
      result: 'ok',
      seq: 9,
    });
    expect(AUDIT_CSV_HEAD.split(',')).toHaveLength(13);
    expect(line).toBe(
      `7,2026-01-02T00:00:00.000Z,user,u,"'=HYPERLINK(""x"")",orders.cancel,order:17,ok,'-cheap,order:17 status: paid → cancelled; item:1 onHand: → 3,::1,,9\r\n`,
    );
  });
});
