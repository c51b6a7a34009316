import { expect } from '../fixtures.ts';
import { cellsOf, type Desk, details, go, integer, LOCALE, money, numberIn, settles } from './desk.ts';

interface Bought {
  readonly id: string;
  readonly number: string;
  readonly supplier: string;
  readonly total: number;
  readonly ordered: number;
  readonly arrived: number;
}

const BOUGHT = `SELECT p.id, p.number, p.supplier_name AS supplier, p.total,
    sum(l.value ->> '$.quantity') AS ordered, sum(l.value ->> '$.received') AS arrived
  FROM purchases p, json_each(p.lines) l`;
/** How long the newest orders of a supplier that have arrived took, from the order to the last goods. */
const DELIVERIES = `SELECT (max(e.at) - p.placed_at) / 86400000.0 AS days
  FROM (SELECT * FROM purchases WHERE supplier_id = ? ORDER BY created_at DESC LIMIT 200) p
  JOIN purchase_entries e ON e.purchase_id = p.id AND e.kind = 'received' WHERE p.status = 'received'
  GROUP BY p.id ORDER BY p.created_at DESC LIMIT 50`;
const OPEN = "p.status IN ('ordered', 'partly_received')";

/** Compares the list of purchase orders with the database: how many there are of each status, and what they say. */
export async function comparePurchases(desk: Desk): Promise<void> {
  const { page, ask, count } = desk;
  const views: readonly [string, string][] = [
    ['?status=ordered', "p.status = 'ordered'"],
    ['?status=partly_received', "p.status = 'partly_received'"],
    ['?status=open', `(p.status = 'draft' OR ${OPEN})`],
  ];
  for (const [query, where] of views) {
    await go(desk, `/purchasing${query}`);
    await settles(desk, async () => {
      const total = count(`SELECT count(*) AS n FROM purchases p WHERE ${where}`);
      const counted = page.getByRole('status').filter({ hasText: / orders?$/ });
      expect(numberIn((await counted.textContent({ timeout: 2_000 })) ?? '')).toBe(total);
      const rows = total === 0 ? [] : await cellsOf(page.locator('tr[id^="purchase-row-"]'));
      const expected = ask<Bought>(
        `${BOUGHT} WHERE ${where} GROUP BY p.id ORDER BY p.created_at DESC, p.rowid DESC LIMIT ?`,
        rows.length,
      );
      expect(rows.map((cells) => [cells[0], cells[1], cells.at(-3), cells.at(-1)])).toEqual(
        expected.map(({ number, supplier, arrived, ordered, total: sum }) => [
          ...[number, supplier, `${integer(arrived)} / ${integer(ordered)}`, money(sum)],
        ]),
      );
    });
  }
}

/** Compares the page of an open order, what its items expect, and the page of its supplier. */
export async function comparePurchasePages(desk: Desk): Promise<void> {
  const { page, ask, count } = desk;
  const [order] = ask<Bought & { supplierId: string; itemId: string }>(
    `SELECT b.*, p.supplier_id AS supplierId, p.lines ->> '$[0].itemId' AS itemId
     FROM (${BOUGHT} WHERE ${OPEN} GROUP BY p.id) b JOIN purchases p ON p.id = b.id ORDER BY p.created_at DESC LIMIT 1`,
  );
  if (!order) return;
  await go(desk, `/purchasing/${order.id}`);
  await settles(desk, async () => {
    const missing = count(
      `SELECT sum(max(0, l.value ->> '$.quantity' - l.value ->> '$.received')) AS n
       FROM purchases p, json_each(p.lines) l WHERE p.id = ?`,
      order.id,
    );
    const summary = await details(page.locator('main'));
    expect(summary).toMatchObject({ 'Order total': money(order.total), 'Still to come': integer(missing) });
  });
  await go(desk, `/suppliers/${order.supplierId}`);
  await settles(desk, async () => {
    const open = count(
      `SELECT count(*) AS n FROM purchases p WHERE ${OPEN} AND supplier_id = ?`,
      order.supplierId,
    );
    const summary = await details(page.locator('main'));
    expect(numberIn(summary['Open orders'] ?? '')).toBe(open);
    const days = ask<{ days: number }>(DELIVERIES, order.supplierId).map((one) => one.days);
    const mean = days.reduce((sum, one) => sum + one, 0) / days.length;
    const deviation = Math.sqrt(days.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (days.length - 1));
    const one = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
    expect(summary['Lead time']).toContain(
      days.length < 3
        ? `Measured: not yet. ${days.length} `
        : `Measured: ${one.format(mean)} ± ${one.format(deviation)} days, from ${days.length} deliveries.`,
    );
  });
  // What the level expects is what open orders lack, and what is on its way from other locations.
  const incoming = count('SELECT sum(incoming) AS n FROM levels WHERE item_id = ?', order.itemId);
  const lacking = count(
    `SELECT sum(max(0, l.value ->> '$.quantity' - l.value ->> '$.received')) AS n
     FROM purchases p, json_each(p.lines) l WHERE ${OPEN} AND l.value ->> '$.itemId' = ?`,
    order.itemId,
  );
  const sent = count(
    `SELECT sum(l.value ->> '$.sent' - l.value ->> '$.received' - l.value ->> '$.writtenOff' - l.value ->> '$.returned') AS n
     FROM transfers t, json_each(t.lines) l WHERE l.value ->> '$.itemId' = ?`,
    order.itemId,
  );
  expect(incoming).toBe(lacking + sent);
}
