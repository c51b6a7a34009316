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
  status: fc.constantFrom('succeeded', 'succeeded', 'failed'),
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
        !['k', 'id', 'at', 'kind', 'status', 'amount', 'currency', 'settles_order'].includes(name),
    );
    const insert = writer.db.prepare(
      `INSERT INTO payments (id, at, kind, status, amount, currency, settles_order${rest.map(({ name }) => `, ${name}`).join('')})
       VALUES (?, ?, ?, ?, ?, ?, ?${rest.map(({ type }) => (type === 'INTEGER' ? ', 0' : ", '[]'")).join('')})`,
    );
    let n = 0;
    fc.assert(
      fc.property(fc.array(payment, { maxLength: 40 }), fc.array(fc.nat(), { maxLength: 4 }), (all, hits) => {
        writer.db.exec('DELETE FROM payments; DELETE FROM payment_rollups');
        for (const { at, kind, status, amount, currency, settles } of all)
          insert.run(`p${++n}`, at, kind, status, amount, currency, settles);
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
            'SELECT sum(paid) AS paid FROM payment_rollups WHERE grain = 1',
          )
          .get();
        expect(kept?.paid ?? 0).toBe(sql?.paid ?? 0);
        const cells = writer.db
          .prepare<[], { grain: number; bucket: number; currency: string }>(
            'SELECT grain, bucket, currency FROM payment_rollups ORDER BY grain, bucket, currency',
          )
          .all();
        const hit = [...new Set(hits.map((k) => cells[k % Math.max(1, cells.length)]))].flatMap(
          (cell) => cell ?? [],
        );
        for (const { grain, bucket, currency } of hit)
          writer.db
            .prepare(
              'UPDATE payment_rollups SET paid = paid + 7 WHERE grain = ? AND bucket = ? AND currency = ?',
            )
            .run(grain, bucket, currency);
        const found = count();
        const key = ({ grain, bucket, currency }: (typeof cells)[number]): string =>
          `${grain} ${bucket} ${currency}`;
        expect(found.differences.map(key).sort()).toEqual(hit.map(key).sort());
        for (const { kept: is, counted } of found.differences) expect(is.paid - counted.paid).toBe(7);
        for (const hour of found.hours) writer.amend((bind) => rebuildHour(reader, bind, hour));
        expect(count().total).toBe(0);
      }),
      { numRuns: 40 },
    );
  } finally {
    writer.close();
  }
});
