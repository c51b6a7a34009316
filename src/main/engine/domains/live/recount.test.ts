import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HOUR_MS } from '#shared/domain/time.ts';
import { openTestCache } from '../../../../../tests/support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../../tests/support/folders.ts';
import { readerOf } from '../../store/reader.ts';
import { finish } from '../../store/slices.ts';
import { rebuildHour, recount } from './recount.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder('recount');
});
afterEach(() => folder.remove());

const START = Date.UTC(2026, 2, 28, 22);
const payment = fc.record({
  at: fc.integer({ min: START, max: START + 5 * HOUR_MS - 1 }),
  kind: fc.constantFrom('payment', 'refund'),
  status: fc.constantFrom('succeeded', 'succeeded', 'failed', 'disputed'),
  place: fc.constantFrom('shop', 'store', null),
  sold: fc.array(
    fc.record({
      itemId: fc.constantFrom('tea', 'mug'),
      quantity: fc.integer({ min: 1, max: 5 }),
      total: fc.integer({ min: 0, max: 9_000 }),
    }),
    { maxLength: 2 },
  ),
  amount: fc.integer({ min: 1, max: 50_000 }),
  currency: fc.constantFrom('EUR', 'USD'),
  settles: fc.constantFrom(0, 1),
});

it('finds the sums that were changed and no other, and makes them what the payments add up to', () => {
  const { writer } = openTestCache(join(folder.path, 'cache.db'));
  try {
    const reader = readerOf(writer.db);
    const count = () => finish(recount(reader, 0));
    const columns = writer.db.pragma('table_info(payments)') as {
      name: string;
      notnull: number;
      type: string;
    }[];
    const rest = columns.filter(
      ({ name, notnull }) =>
        notnull === 1 &&
        !['k', 'id', 'at', 'kind', 'status', 'amount', 'currency', 'settles_order', 'sold'].includes(name),
    );
    const insert = writer.db.prepare(
      `INSERT INTO payments (id, at, kind, status, amount, currency, settles_order, location_id, sold${rest.map(({ name }) => `, ${name}`).join('')})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?${rest.map(({ type }) => (type === 'INTEGER' ? ', 0' : ", '[]'")).join('')})`,
    );
    let n = 0;
    fc.assert(
      fc.property(fc.array(payment, { maxLength: 40 }), fc.array(fc.nat(), { maxLength: 4 }), (all, hits) => {
        writer.db.exec(
          'DELETE FROM payments; DELETE FROM sales_sums; DELETE FROM product_sums; DELETE FROM method_sums',
        );
        for (const { at, kind, status, amount, currency, settles, place, sold } of all)
          insert.run(`p${++n}`, at, kind, status, amount, currency, settles, place, JSON.stringify(sold));
        for (let hour = START; hour < START + 5 * HOUR_MS; hour += HOUR_MS)
          writer.amend((bind) => rebuildHour(reader, bind, hour));
        expect(count()).toMatchObject({ payments: all.length, total: 0, differences: [] });
        // What SQL says of the hours is what is kept.
        const sql = writer.db
          .prepare<[], { paid: number | null }>(
            `SELECT sum(amount) AS paid FROM payments WHERE kind = 'payment' AND status = 'succeeded'`,
          )
          .get();
        const kept = writer.db
          .prepare<[], { paid: number | null }>(
            "SELECT sum(paid) AS paid FROM sales_sums WHERE grain = 1 AND location_id = ''",
          )
          .get();
        expect(kept?.paid ?? 0).toBe(sql?.paid ?? 0);
        const cells = writer.db
          .prepare<[], { grain: number; bucket: number; currency: string; place: string }>(
            'SELECT grain, bucket, currency, location_id AS place FROM sales_sums ORDER BY 1, 2, 3, 4',
          )
          .all();
        const hit = [...new Set(hits.map((k) => cells[k % Math.max(1, cells.length)]))].flatMap(
          (cell) => cell ?? [],
        );
        for (const { grain, bucket, currency, place } of hit)
          writer.db
            .prepare(
              'UPDATE sales_sums SET paid = paid + 7 WHERE grain = ? AND bucket = ? AND currency = ? AND location_id = ?',
            )
            .run(grain, bucket, currency, place);
        const found = count();
        const keys = (of: readonly (string | number)[][]): string[] => of.map((key) => key.join(' ')).sort();
        expect(
          keys(found.differences.map((one) => [one.grain, one.bucket, one.currency, one.locationId])),
        ).toEqual(keys(hit.map((one) => [one.grain, one.bucket, one.currency, one.place])));
        for (const { kept: is, counted } of found.differences)
          expect((is['paid'] ?? 0) - (counted['paid'] ?? 0)).toBe(7);
        for (const hour of found.hours) writer.amend((bind) => rebuildHour(reader, bind, hour));
        expect(count().total).toBe(0);
      }),
      { numRuns: 40 },
    );
  } finally {
    writer.close();
  }
});
