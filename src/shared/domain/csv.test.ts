import { describe, expect, it } from 'vitest';
import { AUDIT_CSV_HEAD, auditCsvLine } from './audit-csv.ts';
import { csvLine } from './csv.ts';

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
