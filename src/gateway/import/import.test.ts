import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOffsetMs } from '#shared/domain/time.ts';
import { localToUtc } from './local-time.ts';
import { onlineRetail } from './online-retail.ts';
import { multiplyDecimal, parseWhole } from './row.ts';

describe('multiplyDecimal', () => {
  it('multiplies exactly', () => {
    expect(multiplyDecimal('2.55', 6)).toBe('15.30');
    expect(multiplyDecimal('0.005', 3)).toBe('0.015');
    expect(multiplyDecimal('-1.1', 2)).toBe('-2.2');
    expect(multiplyDecimal('9007199254740993', 3)).toBe('27021597764222979');
    expect(multiplyDecimal('1e3', 2)).toBeNull();
    expect(multiplyDecimal('', 2)).toBeNull();
  });

  it('agrees with integer arithmetic', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        (thousandths, factor) => {
          const product = multiplyDecimal((thousandths / 1000).toFixed(3), factor) ?? '';
          return BigInt(product.replace('.', '')) === BigInt(thousandths) * BigInt(factor);
        },
      ),
    );
  });
});

describe('parseWhole', () => {
  it('takes whole numbers and nothing else', () => {
    expect(parseWhole('-12')).toBe(-12);
    for (const text of ['', '1.5', '1e3', '0x10', ' 1', '9999999999', '--1'])
      expect(parseWhole(text)).toBeNull();
  });
});

describe('localToUtc', () => {
  it('finds the instant at which clocks show a time', () => {
    expect(localToUtc({ year: 2010, month: 12, day: 1, hour: 8, minute: 26 }, 'UTC')).toBe(
      Date.UTC(2010, 11, 1, 8, 26),
    );
    expect(localToUtc({ year: 2010, month: 7, day: 1, hour: 8, minute: 26 }, 'Europe/Berlin')).toBe(
      Date.UTC(2010, 6, 1, 6, 26),
    );
    expect(localToUtc({ year: 2010, month: 2, day: 30, hour: 8, minute: 0 }, 'UTC')).toBeNull();
    expect(localToUtc({ year: 2010, month: 13, day: 1, hour: 8, minute: 0 }, 'UTC')).toBeNull();
  });

  it('takes a skipped time by the offset before and a doubled one as the first', () => {
    // Berlin, 28 March 2010: 02:00 became 03:00. 31 October 2010: 03:00 became 02:00.
    expect(localToUtc({ year: 2010, month: 3, day: 28, hour: 2, minute: 30 }, 'Europe/Berlin')).toBe(
      Date.UTC(2010, 2, 28, 1, 30),
    );
    expect(localToUtc({ year: 2010, month: 10, day: 31, hour: 2, minute: 30 }, 'Europe/Berlin')).toBe(
      Date.UTC(2010, 9, 31, 0, 30),
    );
  });

  it('is the inverse of the zone offset wherever clocks show the time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 * 365 * 1440 }),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
        (minutes, zone) => {
          const wall = new Date(minutes * 60_000 + 86_400_000);
          const at = localToUtc(
            {
              year: wall.getUTCFullYear(),
              month: wall.getUTCMonth() + 1,
              day: wall.getUTCDate(),
              hour: wall.getUTCHours(),
              minute: wall.getUTCMinutes(),
            },
            zone,
          );
          const shown = (at ?? 0) + zoneOffsetMs(at ?? 0, zone);
          // Only where a change skips the time may clocks show another, at most an hour off.
          return shown === wall.getTime() || Math.abs(shown - wall.getTime()) <= 3_600_000;
        },
      ),
    );
  });
});

describe('the online-retail mapping', () => {
  const row = (change: object): Record<string, string> => ({
    InvoiceNo: '1',
    StockCode: 'A',
    Description: 'Apple',
    Quantity: '2',
    InvoiceDate: '12/1/10 8:26',
    UnitPrice: '1.005',
    CustomerID: '',
    Country: 'UK',
    ...change,
  });

  it('rounds a line once, half away from zero', () => {
    expect(onlineRetail.map(row({}), 'UTC')).toMatchObject({
      ok: true,
      value: { total: 201, unitPrice: 101, customer: null },
    });
    expect(onlineRetail.map(row({ Quantity: '1' }), 'UTC')).toMatchObject({
      ok: true,
      value: { total: 101 },
    });
  });

  it('never throws, whatever the fields hold', () => {
    fc.assert(
      fc.property(
        fc.record({
          InvoiceNo: fc.string(),
          StockCode: fc.string(),
          Quantity: fc.string(),
          InvoiceDate: fc.string(),
          UnitPrice: fc.string(),
          CustomerID: fc.string(),
        }),
        (fields) => {
          const mapped = onlineRetail.map(fields, 'UTC');
          return mapped.ok ? Number.isSafeInteger(mapped.value.total) : mapped.error.length > 0;
        },
      ),
    );
  });
});
