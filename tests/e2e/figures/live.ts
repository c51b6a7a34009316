import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import {
  CURRENCY,
  cellsOf,
  type Desk,
  integer,
  LOCALE,
  money,
  numberIn,
  settles,
  shortMoney,
  sum,
  words,
} from './desk.ts';

export const WINDOWS = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
} as const;
export type WindowName = keyof typeof WINDOWS;
const BUTTONS = { '1h': '1 h', '24h': '24 h', '7d': '7 days', '30d': '30 days' } as const;

export interface Payment {
  readonly at: number;
  readonly amount: number;
  readonly kind: 'payment' | 'refund';
  readonly settles: number;
  readonly number: string;
  readonly location: string;
  readonly lines: string;
}

/** The successful payments and refunds of a period, with the location and the lines of their orders. */
export function paymentsIn({ ask }: Desk, from: number, to: number, location: string | null): Payment[] {
  return ask<Payment>(
    `SELECT p.at, p.amount, p.kind, p.settles_order AS settles, o.number, o.location_id AS location, o.lines FROM payments p
     JOIN orders o ON o.id = p.order_id WHERE p.status = 'succeeded' AND p.currency = ? AND p.at >= ? AND p.at < ?
     ORDER BY p.at DESC`,
    CURRENCY,
    from,
    to,
  ).filter((payment) => location === null || payment.location === location);
}

export const net = ({ kind, amount }: Payment): number => (kind === 'payment' ? amount : -amount);

/** What the cards say of payments: revenue, paid orders, average and refunds. */
function sumsOf(rows: readonly Payment[]) {
  const revenue = sum(rows.map(net));
  const orders = rows.filter(({ settles }) => settles === 1).length;
  return {
    revenue,
    orders,
    aov: orders === 0 ? null : Math.round(revenue / orders),
    refunds: sum(rows.filter(({ kind }) => kind === 'refund').map(({ amount }) => amount)),
  };
}

/** The value of a card; null where there is none. */
async function cardValue(page: Page, figure: string): Promise<number | null> {
  const card = page.locator(`[data-figure="${figure}"][data-known="true"]`);
  const value = await card.getAttribute('data-value', { timeout: 5_000 });
  return value === null ? null : Number(value);
}

interface Row {
  readonly label: string;
  readonly revenue: number;
  readonly previous: number;
  readonly refunds: number;
  readonly orders: number;
}

/** The rows of the chart's table, and its totals. */
export async function chartTable(page: Page): Promise<{ rows: Row[]; total: Record<string, number> }> {
  const table = page.getByRole('region', { name: 'Revenue and orders' }).locator('table');
  const cells = await cellsOf(table.locator('tbody tr'));
  const totals = await table
    .locator('[data-total]')
    .evaluateAll((all) => all.map((cell) => [cell.getAttribute('data-total') ?? '', cell.textContent]));
  return {
    rows: cells.map(([label = '', revenue = '', previous = '', refunds = '', orders = '']) => ({
      label,
      revenue: numberIn(revenue),
      previous: numberIn(previous),
      refunds: numberIn(refunds),
      orders: numberIn(orders),
    })),
    total: Object.fromEntries(totals.map(([name = '', text = '']) => [name, numberIn(text)])),
  };
}

/** The part of a label that names an hour (`21 Nov, 14`) or a day (`21 Nov`). */
const bucketOf = (label: string): string => label.split(':')[0] ?? '';

function labelled(items: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [label, value] of items) sums[label] = (sums[label] ?? 0) + value;
  return Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0));
}

/** The best-selling products of some payments, by what was paid for them. */
function productsOf(rows: readonly Payment[]): string[][] {
  const sold = new Map<string, { name: string; units: number; revenue: number; itemId: string }>();
  for (const { settles: settled, lines } of rows) {
    if (settled !== 1) continue;
    for (const line of JSON.parse(lines) as {
      itemId: string;
      sku: string;
      name: string;
      quantity: number;
      total: number;
    }[]) {
      const before = sold.get(line.itemId) ?? { name: '', units: 0, revenue: 0, itemId: line.itemId };
      sold.set(line.itemId, {
        ...before,
        name: `${line.name}${line.sku}`,
        units: before.units + line.quantity,
        revenue: before.revenue + line.total,
      });
    }
  }
  return [...sold.values()]
    .toSorted((a, b) => b.revenue - a.revenue || (a.itemId < b.itemId ? -1 : 1))
    .slice(0, 12)
    .map(({ name, units, revenue }) => [name, integer(units), shortMoney(revenue)]);
}

/** Compares the page in one period, optionally at one location: cards, chart, its table and the best-selling products. */
export async function compareLive(
  desk: Desk,
  name: WindowName,
  zone: string,
  location: string | null = null,
): Promise<void> {
  const { page, count } = desk;
  const { day, hour } = words(zone);
  await page.getByRole('radio', { name: BUTTONS[name] }).click();
  const figures = page.locator(`[data-figures="${name}"]`);
  await expect(figures).toBeVisible();
  await settles(desk, async () => {
    const from = Number(await figures.getAttribute('data-from'));
    const to = from + WINDOWS[name];
    const rows = paymentsIn(desk, from, to, location);
    const paid = rows.filter(({ settles: settled }) => settled === 1);
    const sums = sumsOf(rows);
    const expected = {
      ...sums,
      openChats: count("SELECT count(*) AS n FROM conversations WHERE status IN ('open', 'pending')"),
      openAlerts: count("SELECT count(*) AS n FROM alerts WHERE state NOT IN ('resolved', 'pending')"),
    };
    const shown = Object.fromEntries(
      await Promise.all(Object.keys(expected).map(async (key) => [key, await cardValue(page, key)] as const)),
    );
    const cards = await page.locator('[data-figure]').allTextContents();
    const table = await chartTable(page);
    const products = await cellsOf(page.getByRole('region', { name: 'Top products' }).locator('tbody tr'));
    // The period may have moved while the page was read.
    expect(Number(await figures.getAttribute('data-from'))).toBe(from);
    expect(shown).toEqual(expected);
    expect(cards[0]).toContain(shortMoney(sums.revenue));
    expect(cards[1]).toContain(integer(sums.orders));
    expect(table.total).toEqual({
      revenue: sums.revenue,
      orders: sums.orders,
      refunds: sums.refunds,
      previous: sum(paymentsIn(desk, from - WINDOWS[name], from, location).map(net)),
    });
    expect(sum(table.rows.map((row) => row.revenue))).toBe(sums.revenue);
    expect(sum(table.rows.map((row) => row.refunds))).toBe(sums.refunds);
    if (name === '7d' || name === '30d') {
      const label = (at: number): string => (name === '30d' ? day(at) : `${day(at)}, ${hour(at)}`);
      expect(labelled(table.rows.map((row) => [bucketOf(row.label), row.orders]))).toEqual(
        labelled(paid.map(({ at }) => [label(at), 1])),
      );
      expect(labelled(table.rows.map((row) => [bucketOf(row.label), row.revenue]))).toEqual(
        labelled(rows.map((row) => [label(row.at), net(row)])),
      );
    }
    expect(products).toEqual(productsOf(rows));
  });
}

const CHANGE = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** Compares what the popover of each card about payments says: the value in full, the period, the period before, the change. */
export async function comparePopovers(desk: Desk, name: WindowName, zone: string): Promise<void> {
  const { page } = desk;
  const { dateTime } = words(zone);
  await page.getByRole('radio', { name: BUTTONS[name] }).click();
  const figures = page.locator(`[data-figures="${name}"]`);
  const names = {
    revenue: 'Revenue',
    orders: 'Paid orders',
    aov: 'Average order',
    refunds: 'Refunds',
  } as const;
  for (const figure of ['revenue', 'orders', 'aov', 'refunds'] as const) {
    const card = page.locator(`[data-figure="${figure}"]`);
    await card.click();
    const popover = page.getByRole('dialog');
    await settles(desk, async () => {
      const from = Number(await figures.getAttribute('data-from'));
      const now = sumsOf(paymentsIn(desk, from, from + WINDOWS[name], null))[figure];
      const before = sumsOf(paymentsIn(desk, from - WINDOWS[name], from, null))[figure];
      const say = (value: number | null): string =>
        value === null ? '–' : figure === 'orders' ? integer(value) : money(value);
      const text = (await popover.textContent()) ?? '';
      expect(Number(await figures.getAttribute('data-from'))).toBe(from);
      expect(text, names[figure]).toContain(say(now));
      expect(text).toContain(`${dateTime(from)} to `);
      expect(text).toContain(say(before));
      if (now !== null && before !== null && before !== 0 && Math.abs((now - before) / before) < 10)
        expect(text).toContain(CHANGE.format((now - before) / Math.abs(before)));
    });
    await page.keyboard.press('Escape');
    await expect(popover).toHaveCount(0);
  }
}

/** Compares the payments behind a card, one by one, with those of the period. */
export async function compareDrillDown(
  desk: Desk,
  name: WindowName,
  zone: string,
  location: string | null,
): Promise<void> {
  const { page } = desk;
  const { dateTime } = words(zone);
  await page.getByRole('radio', { name: BUTTONS[name] }).click();
  const figures = page.locator(`[data-figures="${name}"]`);
  await expect(figures).toBeVisible();
  await page.locator('[data-figure="revenue"]').click();
  await expect(page.getByText(/Successful payments minus refunds/)).toBeVisible();
  await page.getByRole('button', { name: 'Show payments' }).click();
  const dialog = page.getByRole('dialog', { name: 'Payments and refunds' });
  const list = dialog.getByRole('list');
  await settles(desk, async () => {
    const from = Number(await figures.getAttribute('data-from'));
    const rows = paymentsIn(desk, from, from + WINDOWS[name], location);
    // At night, a location may have had no payment for an hour.
    if (rows.length === 0) {
      await expect(list.getByRole('listitem')).toHaveCount(0);
      return;
    }
    await expect(list.getByRole('listitem').first()).toBeVisible();
    const shown = new Map<number, string>();
    await list.evaluate((element) => element.scrollTo(0, 0));
    for (let before = -1; shown.size > before; ) {
      before = shown.size;
      const found = await list
        .getByRole('listitem')
        .evaluateAll((all) =>
          all.map((row) => [Number(row.getAttribute('aria-posinset')), row.textContent] as const),
        );
      for (const [position, text] of found) shown.set(position, text);
      await list.evaluate((element) => element.scrollBy(0, element.clientHeight - 40));
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
    }
    const texts = [...shown].toSorted(([a], [b]) => a - b).map(([, text]) => text);
    expect(texts.length).toBe(rows.length);
    for (const [index, row] of rows.entries()) {
      expect(texts[index]).toContain(dateTime(row.at));
      expect(texts.some((text) => text.startsWith(row.number) && text.endsWith(money(net(row))))).toBe(true);
    }
  });
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('Escape');
}
