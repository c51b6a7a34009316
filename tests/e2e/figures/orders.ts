import type { Locator } from '@playwright/test';
import { expect } from '../fixtures.ts';
import {
  cellsOf,
  type Desk,
  dayStart,
  details,
  go,
  integer,
  money,
  numberIn,
  settles,
  words,
} from './desk.ts';

interface Order {
  readonly id: string;
  readonly number: string;
  readonly customer: string | null;
  readonly status: string;
  readonly total: number;
  readonly paid: number;
  readonly refunded: number;
  /** 1 if a payment is disputed. */
  readonly disputed: number;
  readonly placedAt: number;
  readonly lines: string;
  readonly shipped: string;
  readonly locationId: string | null;
  readonly location: string | null;
}

const DISPUTED = `EXISTS (SELECT 1 FROM payments p WHERE p.order_id = orders.id AND p.status = 'disputed')`;
const ORDERS = `SELECT id, number, ${DISPUTED} AS disputed, customer_name AS customer, status, total, paid, refunded, placed_at AS placedAt, lines, shipped,
   location_id AS locationId, (SELECT name FROM locations l WHERE l.id = location_id) AS location FROM orders`;
const STATUSES = ['placed', 'paid', 'fulfilled', 'cancelled', 'refunded'] as const;
/** The orders that are paid and not refunded, and those that are overdue, as the gateway's own sums say. */
const PAID = `status IN ('paid', 'fulfilled', 'cancelled') AND paid > 0 AND refunded = 0 AND NOT ${DISPUTED}`;
const PART_BACK = `status <> 'placed' AND refunded > 0 AND refunded < paid AND NOT ${DISPUTED}`;
const overdue = (): string => `status = 'paid' AND placed_at < ${Date.now() - 2 * 86_400_000}`;
/** The orders of which a part has left, and those that have nothing left to leave are fulfilled. */
const PARTLY = `status = 'paid' AND EXISTS (SELECT 1 FROM json_each(shipped) WHERE value > 0)`;
/** A total of so many means so many or more. */
const COUNTED = 5_000;
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** What the badge of an order says: its status, or how much of it has left while the rest may still leave. */
function badgeOf({ status, lines, shipped }: Order): string {
  const left = sum(JSON.parse(shipped) as number[]);
  const ordered = sum((JSON.parse(lines) as Line[]).map(({ quantity }) => quantity));
  return status === 'paid' && left > 0
    ? `${integer(left)} of ${integer(ordered)} fulfilled`
    : capital(status);
}

/** How far an order is paid, in words. */
function paymentWords({ status, paid, refunded, disputed }: Order): string {
  if (status === 'placed') return paid > refunded ? 'Partly paid' : 'Not paid';
  if (disputed === 1) return 'Disputed';
  if (refunded > 0) return refunded < paid ? 'Partly refunded' : 'Refunded';
  return status === 'cancelled' && paid === 0 ? 'Nothing paid' : 'Paid';
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Compares the list of orders: how many there are of each status and on a day, and the rows on screen. */
export async function compareOrders(desk: Desk, zone: string): Promise<void> {
  const { page, ask, count } = desk;
  const { moment, date } = words(zone);
  const yesterday = date(Date.now() - 86_400_000);
  const [from, to] = [dayStart(yesterday, zone), dayStart(date(Date.now()), zone)];
  const views: readonly [query: string, where: () => string, order?: string][] = [
    ['', () => '1'],
    ['?payment=paid', () => PAID],
    ['?payment=partly_refunded', () => PART_BACK],
    ['?payment=disputed', () => DISPUTED],
    ['?overdue=1', overdue],
    ['?partly=1', () => PARTLY],
    [
      '?currency=USD&min=100000&sort=total',
      () => `currency = 'USD' AND total >= 100000`,
      'total DESC, placed_at DESC',
    ],
    ...STATUSES.map((status): [string, () => string] => [`?status=${status}`, () => `status = '${status}'`]),
    [`?from=${yesterday}&to=${yesterday}`, () => `placed_at >= ${from} AND placed_at < ${to}`],
  ];
  for (const [query, condition, order = 'placed_at DESC'] of views) {
    await go(desk, `/orders${query}`);
    await settles(desk, async () => {
      const where = condition();
      const all = count(`SELECT count(*) AS n FROM orders WHERE ${where}`);
      const total = /payment|overdue|partly|min/.test(query) ? Math.min(all, COUNTED) : all;
      const counted = page.getByRole('status').filter({ hasText: / orders?( or more)?$/ });
      expect(numberIn((await counted.textContent({ timeout: 2_000 })) ?? '')).toBe(total);
      await compareCounts(desk);
      const rows = await cellsOf(page.locator('tr[id^="order-row-"]'));
      expect(rows.length).toBeGreaterThan(Math.min(total, 10) - 1);
      const expected = ask<Order>(
        `${ORDERS} WHERE ${where} ORDER BY ${order}, rowid DESC LIMIT ?`,
        rows.length,
      );
      // For those who can fulfil orders, the first cell selects the row.
      expect(
        rows.map((row) => row.slice(-8)).map(([number, customer, , ...rest]) => [number, customer, ...rest]),
      ).toEqual(
        expected.map((order) => [
          ...[order.number, order.customer ?? 'Guest order', order.location ?? '', badgeOf(order)],
          ...[paymentWords(order), money(order.total), moment(order.placedAt)],
        ]),
      );
    });
  }
}

/** How many orders each status has, as the filter says. */
async function compareCounts({ page, count }: Desk): Promise<void> {
  const said = await page.getByRole('combobox', { name: 'Status' }).locator('option').allTextContents();
  expect(said.slice(1)).toEqual(
    STATUSES.map(
      (status) =>
        `${capital(status)} (${integer(count(`SELECT count(*) AS n FROM orders WHERE status = '${status}'`))})`,
    ),
  );
}

interface Line {
  readonly name: string;
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly total: number;
  readonly listPrice?: number;
  readonly priceReason?: string;
}

/** What a line says besides its item: what it would have cost, and why it did not. */
const otherPrice = ({ listPrice, priceReason }: Line): string =>
  listPrice === undefined ? '' : `Instead of ${money(listPrice)}: ${priceReason}`;

/**
 * What an order did to the stock by the ledger, by the words that the page has for it. What was reserved at another location left
 * there, and was released at the order's own.
 */
function stockOf({ ask }: Desk, { number, status, locationId }: Order): string[][] {
  return ask<{ name: string; committed: number; left: number; returned: number; released: number }>(
    `SELECT i.name, sum(m.delta_committed) AS committed, -sum(m.delta_on_hand) AS "left",
       sum(CASE WHEN m.type = 'returned' THEN m.delta_on_hand ELSE 0 END) AS returned,
       -sum(CASE WHEN m.type = 'released' THEN m.delta_committed ELSE 0 END)
         - sum(CASE WHEN m.type = 'reserved' AND l.location_id <> @home THEN m.delta_committed ELSE 0 END) AS released
     FROM movements m JOIN levels l ON l.id = m.level_id JOIN items i ON i.id = l.item_id
     WHERE m.reference = @number GROUP BY i.id`,
    { number, home: locationId ?? '' },
  ).map(({ name, committed, left, returned, released }) => [
    name,
    ...((status === 'placed' || status === 'paid') && committed > 0 ? [`${committed} held back`] : []),
    ...(left > 0 ? [`${left} left the stock`] : []),
    ...(returned > 0 ? [`${returned} came back`] : []),
    ...(released > 0 ? [`${released} released`] : []),
  ]);
}

/** Compares the page of an order: lines, money, payments, and what it did to the stock. */
async function compareOrder(desk: Desk, id: string, zone: string): Promise<void> {
  const { page, ask } = desk;
  const { dateTime } = words(zone);
  await go(desk, `/orders/${id}`);
  const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
  await settles(desk, async () => {
    const order = ask<Order>(`${ORDERS} WHERE id = ?`, id)[0];
    if (!order) throw new Error(`there is no order ${id}`);
    // The demo's customers dispute whole payments.
    const disputed =
      ask<{ n: number | null }>(
        "SELECT sum(amount) AS n FROM payments WHERE order_id = ? AND status = 'disputed'",
        id,
      )[0]?.n ?? 0;
    const summary = await details(region(`Order ${order.number}`));
    expect(summary).toMatchObject({
      Status: badgeOf(order),
      Customer: order.customer ?? 'Guest order',
      Placed: dateTime(order.placedAt),
      'Order total': money(order.total),
      Paid: money(order.paid),
      ...(order.refunded > 0 ? { Refunded: money(-order.refunded) } : {}),
      ...(disputed > 0 ? { Disputed: money(-disputed) } : {}),
      Net: money(order.paid - order.refunded - disputed),
    });
    const shipped = JSON.parse(order.shipped) as number[];
    expect(await cellsOf(region('Lines').locator('tbody tr'))).toEqual(
      (JSON.parse(order.lines) as Line[]).map((line, n) => [
        ...[`${line.name}${line.sku}${otherPrice(line)}`, integer(line.quantity)],
        ...(order.status === 'paid' ? [integer(line.quantity - (shipped[n] ?? 0))] : []),
        ...[money(line.unitPrice), money(line.total)],
      ]),
    );
    const payments = ask<{ kind: string; amount: number; at: number }>(
      'SELECT kind, amount, at FROM payments WHERE order_id = ? ORDER BY at, rowid',
      id,
    );
    const shown = await region('Payments').getByRole('listitem').allTextContents();
    expect(shown.length).toBe(payments.length);
    for (const [index, { kind, amount, at }] of payments.entries()) {
      expect(shown[index]).toContain(`${dateTime(at)}${money(kind === 'refund' ? -amount : amount)}`);
      expect(shown[index]).toMatch(kind === 'refund' ? /^Refund/ : /^Payment/);
    }
    const effects = await region('Stock').getByRole('listitem').allTextContents();
    const moved = stockOf(desk, order);
    expect(effects.length).toBe(moved.length);
    for (const parts of moved)
      expect(
        effects.some((text) => text === `${parts[0]}${parts.slice(1).join(' · ')}`),
        `${effects.join('\n')} has ${parts.join(' ')}`,
      ).toBe(true);
  });
}

/** Compares the pages of the newest order of each status, of the newest with several lines, and of one with returned goods. */
export async function compareOrderPages(desk: Desk, zone: string): Promise<void> {
  const newest = [
    ...STATUSES.map((status) => `status = '${status}'`),
    'json_array_length(lines) > 2',
    "status = 'paid' AND shipped <> '[]'",
    "returned <> '[]'",
    "id IN (SELECT order_id FROM payments WHERE status = 'disputed')",
    "id IN (SELECT order_id FROM payments WHERE status = 'failed')",
  ].flatMap((where) =>
    desk.ask<{ id: string }>(`SELECT id FROM orders WHERE ${where} ORDER BY placed_at DESC LIMIT 1`),
  );
  for (const id of new Set(newest.map((order) => order.id))) await compareOrder(desk, id, zone);
}

interface Customer {
  readonly id: string;
  readonly name: string;
}

async function compareCustomer(desk: Desk, { id, name }: Customer, zone: string): Promise<void> {
  const { page, ask } = desk;
  const { dateTime, day } = words(zone);
  await go(desk, `/customers/${encodeURIComponent(id)}`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await settles(desk, async () => {
    const [sums] = ask<{ orders: number; paid: number; refunded: number; first: number; last: number }>(
      `WITH seen (at) AS (
         SELECT placed_at FROM orders WHERE customer_id = @id UNION ALL SELECT created_at FROM conversations WHERE customer_id = @id
         UNION ALL SELECT last_customer_message_at FROM conversations WHERE customer_id = @id AND last_customer_message_at IS NOT NULL)
       SELECT (SELECT count(*) FROM orders WHERE customer_id = @id) AS orders,
         (SELECT coalesce(sum(amount), 0) FROM payments WHERE kind = 'payment' AND status = 'succeeded'
            AND order_id IN (SELECT id FROM orders WHERE customer_id = @id)) AS paid,
         (SELECT coalesce(sum(amount), 0) FROM payments WHERE kind = 'refund' AND status = 'succeeded'
            AND order_id IN (SELECT id FROM orders WHERE customer_id = @id)) AS refunded,
         (SELECT min(at) FROM seen) AS first, (SELECT max(at) FROM seen) AS last`,
      { id },
    );
    if (!sums) throw new Error('no sums');
    const region = page.getByRole('region', { name: 'Customer', exact: true });
    const shown = await details(region);
    expect(shown).toMatchObject({
      Orders: integer(sums.orders),
      Value: sums.paid === 0 ? '–' : money(sums.paid - sums.refunded),
      'First seen': dateTime(sums.first),
    });
    expect(await region.locator('time').getAttribute('title', { timeout: 2_000 })).toBe(dateTime(sums.last));
    const orders = ask<Order>(
      `${ORDERS} WHERE customer_id = ? ORDER BY placed_at DESC, rowid DESC LIMIT 50`,
      id,
    );
    const rows = await page.getByRole('region', { name: 'Orders' }).getByRole('listitem').allTextContents();
    expect(rows.length).toBe(orders.length);
    for (const [index, order] of orders.entries()) {
      expect(rows[index]).toMatch(new RegExp(`^${order.number}`));
      expect(rows[index]).toContain(`${badgeOf(order)}${day(order.placedAt)}${money(order.total)}`);
    }
  });
}

/** Compares the pages of the customer with most orders, of one who was refunded, and of one who writes. */
export async function compareCustomers(desk: Desk, zone: string): Promise<void> {
  const found = [
    'SELECT customer_id AS id, customer_name AS name FROM orders WHERE customer_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
    'SELECT customer_id AS id, customer_name AS name FROM orders WHERE refunded > 0 ORDER BY placed_at DESC LIMIT 1',
    "SELECT customer_id AS id, customer_name AS name FROM conversations WHERE status = 'open' ORDER BY last_message_at DESC LIMIT 1",
  ].flatMap((sql) => desk.ask<Customer>(sql));
  for (const customer of found) await compareCustomer(desk, customer, zone);
}

/** Compares the picking list of a location with what has not left of its paid orders. */
export async function comparePicking(desk: Desk): Promise<void> {
  const { page, ask } = desk;
  await go(desk, '/orders/picking');
  await settles(desk, async () => {
    const places = ask<{ id: string; name: string; orders: number }>(
      `SELECT l.id, l.name, count(*) AS orders FROM orders o JOIN locations l ON l.id = o.location_id
       WHERE o.status = 'paid' GROUP BY l.id ORDER BY orders DESC, l.name`,
    );
    const options = await page.getByLabel('Location').locator('option').allTextContents();
    expect(options).toEqual(places.map(({ name, orders }) => `${name} (${integer(orders)})`));
    const open = ask<Pick<Order, 'lines' | 'shipped'>>(
      "SELECT lines, shipped FROM orders WHERE status = 'paid' AND location_id = ? ORDER BY placed_at, rowid LIMIT 100",
      places[0]?.id ?? '',
    );
    const units = sum(
      open.map(
        ({ lines, shipped }) =>
          sum((JSON.parse(lines) as Line[]).map(({ quantity }) => quantity)) -
          sum(JSON.parse(shipped) as number[]),
      ),
    );
    await expect(
      page.getByText(`${integer(open.length)} orders · 0 of ${integer(units)} units picked`),
    ).toBeVisible({ timeout: 2_000 });
  });
}
