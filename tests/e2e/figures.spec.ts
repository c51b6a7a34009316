import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { redeem } from '../support/bridge.ts';
import { freePort, type Program, startProgram } from '../support/processes.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { until } from '../support/wait.ts';
import { expect, PERSONA, test } from './fixtures.ts';

/*
 * What screens in three time zones say is compared with SQL on the gateway's database. The shop trades for a while and then
 * stands still, so that a figure and the query see the same rows; the periods go on moving with the time.
 */

const MACHINES = ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kathmandu'] as const;
const WINDOWS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 } as const;
const LOCALE = 'en-GB';
/** The shop trades this long, at sixty times its speed. */
const TRADE_MS = 30_000;

interface Payment {
  readonly at: number;
  readonly amount: number;
  readonly kind: 'payment' | 'refund';
  readonly settles: number;
  readonly location: string;
  readonly lines: string;
}

/** A console on a machine in some time zone, with its window. */
interface Desk {
  readonly machine: string;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

let shop: Shop;
let desks: Desk[];

function ask<T>(sql: string, ...values: readonly unknown[]): T[] {
  const db = new Database(join(shop.gatewayDir, 'gateway.db'), { readonly: true });
  try {
    return db.prepare<unknown[], T>(sql).all(...values);
  } finally {
    db.close();
  }
}

const count = (sql: string, ...values: readonly unknown[]): number =>
  ask<{ n: number }>(sql, ...values)[0]?.n ?? 0;

/** The successful payments and refunds of a period, with the location and the lines of their orders. */
const paymentsIn = (from: number, to: number): Payment[] =>
  ask<Payment>(
    `SELECT p.at, p.amount, p.kind, p.settles_order AS settles, o.location_id AS location, o.lines FROM payments p
     JOIN orders o ON o.id = p.order_id WHERE p.status = 'succeeded' AND p.currency = 'USD' AND p.at >= ? AND p.at < ?`,
    from,
    to,
  );

const net = ({ kind, amount }: Payment): number => (kind === 'payment' ? amount : -amount);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

async function openDesk(browser: Browser, machine: string, persona: string): Promise<Desk> {
  const port = await freePort();
  const host: Program = await startProgram(
    'browser',
    [
      ...['--server', shop.gateway.address, '--port', String(port), '--no-open', '--profile', 'figures'],
      ...['--data-dir', join(shop.dir, machine.replace('/', '-'))],
    ],
    { TZ: machine },
  );
  const { origin, cookie } = await redeem(host.address);
  const at = cookie.indexOf('=');
  const context = await browser.newContext({
    timezoneId: machine,
    locale: LOCALE,
    viewport: { width: 1440, height: 900 },
  });
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: origin }]);
  const page = await context.newPage();
  await page.goto(`${origin}/#/live`);
  await page.locator(`[data-persona="${persona}"]`).click();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
  return {
    machine,
    page,
    close: async () => {
      await context.close();
      await host.stop();
    },
  };
}

/** The amount of money in a text, in cents. */
function cents(text: string): number {
  const digits = Number(text.replace(/[^\d]/g, ''));
  return /[-−]/.test(text) ? -digits : digits;
}

const numberOf = (page: Page, figure: string): Promise<number> =>
  page
    .locator(`[data-figure="${figure}"]`)
    .getAttribute('data-value')
    .then((value) => (value === null ? Number.NaN : Number(value)));

interface Row {
  readonly label: string;
  readonly revenue: number;
  readonly orders: number;
}

/** The rows of the chart's table, and its totals. */
async function chartTable(page: Page): Promise<{ rows: Row[]; total: Omit<Row, 'label'> }> {
  const table = page.getByRole('region', { name: 'Revenue and orders' }).locator('table');
  const cells = await table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
    );
  return {
    rows: cells.map(([label = '', revenue = '', , , orders = '']) => ({
      label,
      revenue: cents(revenue),
      orders: cents(orders),
    })),
    total: {
      revenue: cents((await table.locator('[data-total="revenue"]').textContent()) ?? ''),
      orders: cents((await table.locator('[data-total="orders"]').textContent()) ?? ''),
    },
  };
}

/** The part of a label that names an hour (`21 Nov, 14`) or a day (`21 Nov`). */
const bucketOf = (label: string): string => label.split(':')[0] ?? '';

function labelled(items: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [label, value] of items) sums[label] = (sums[label] ?? 0) + value;
  return Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0));
}

/** Compares one page in one period, until the screen has taken its last step. */
async function compare(desk: Desk, name: keyof typeof WINDOWS, zone: string): Promise<void> {
  const { page } = desk;
  await page
    .getByRole('radio', { name: { '1h': '1 h', '24h': '24 h', '7d': '7 days', '30d': '30 days' }[name] })
    .click();
  const figures = page.locator(`[data-figures="${name}"]`);
  await expect(figures).toBeVisible();
  const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: zone });
  const hour = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', hourCycle: 'h23', timeZone: zone });
  await expect(async () => {
    const from = Number(await figures.getAttribute('data-from'));
    const rows = paymentsIn(from, from + WINDOWS[name]);
    const paid = rows.filter(({ settles }) => settles === 1);
    const revenue = sum(rows.map(net));
    const expected = {
      revenue,
      orders: paid.length,
      aov: Math.round(revenue / paid.length),
      refunds: sum(rows.filter(({ kind }) => kind === 'refund').map(({ amount }) => amount)),
      openChats: count("SELECT count(*) AS n FROM conversations WHERE status <> 'resolved'"),
      openAlerts: count("SELECT count(*) AS n FROM alerts WHERE state <> 'resolved'"),
    };
    const shown = Object.fromEntries(
      await Promise.all(Object.keys(expected).map(async (key) => [key, await numberOf(page, key)] as const)),
    );
    const table = await chartTable(page);
    const products = await page
      .getByRole('region', { name: 'Top products' })
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
      );
    // The period may have moved while the page was read.
    expect(Number(await figures.getAttribute('data-from'))).toBe(from);
    expect({ machine: desk.machine, ...shown }).toEqual({ machine: desk.machine, ...expected });
    expect(table.total).toEqual({ revenue, orders: paid.length });
    expect(sum(table.rows.map((row) => row.revenue))).toBe(revenue);
    if (name === '7d' || name === '30d') {
      const label = (at: number): string =>
        name === '30d' ? day.format(at) : `${day.format(at)}, ${hour.format(at)}`;
      expect(labelled(table.rows.map((row) => [bucketOf(row.label), row.orders]))).toEqual(
        labelled(paid.map(({ at }) => [label(at), 1])),
      );
      expect(labelled(table.rows.map((row) => [bucketOf(row.label), row.revenue]))).toEqual(
        labelled(rows.map((row) => [label(row.at), net(row)])),
      );
    }
    const units = new Map<string, number>();
    for (const { lines } of paid)
      for (const line of JSON.parse(lines) as { sku: string; quantity: number }[])
        units.set(line.sku, (units.get(line.sku) ?? 0) + line.quantity);
    expect(products.length).toBe(Math.min(12, units.size));
    for (const [product = '', sold = ''] of products) {
      const sku = [...units.keys()].find((known) => product.endsWith(known)) ?? product;
      expect({ sku, sold: cents(sold) }).toEqual({ sku, sold: units.get(sku) });
    }
  }).toPass({ timeout: 60_000 });
}

test.describe('the figures on screen', () => {
  test.describe.configure({ mode: 'serial' });

  test.beforeAll(async ({ browser }, info) => {
    test.setTimeout(240_000);
    if (info.project.name !== 'browser') return;
    shop = await openShop({ demo: ['--seed', '11', '--speed', '60'] });
    const recent = (): number =>
      count('SELECT count(*) AS n FROM orders WHERE placed_at > ?', Date.now() - 3_600_000);
    await until('the shop is open', () => recent() > 0, 100_000);
    const before = recent();
    desks = await Promise.all(
      MACHINES.map((machine, n) => openDesk(browser, machine, n === 1 ? PERSONA.admin : PERSONA.manager)),
    );
    const since = Date.now();
    await until('trade', () => Date.now() - since > TRADE_MS && recent() > before, TRADE_MS + 60_000);
    await shop.gateway.stop();
    await shop.restartGateway(false);
    for (const { page } of desks) {
      await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Show as table' }).click();
    }
  });

  test.afterAll(async () => {
    for (const desk of desks ?? []) await desk.close();
    await shop?.stop();
  });

  test.beforeEach(({ browserName: _ }, info) => {
    test.skip(info.project.name !== 'browser', 'needs a console for each time zone of a machine');
  });

  test('equal SQL on the gateway, with machines in three time zones', async () => {
    test.setTimeout(240_000);
    await Promise.all(
      desks.map(async (desk) => {
        for (const name of ['1h', '24h', '7d', '30d'] as const) await compare(desk, name, 'UTC');
        await expect(desk.page.locator('[data-zone="UTC"]')).toBeVisible();
      }),
    );
  });

  test('are the sum of the payments behind them, also for one location', async () => {
    test.setTimeout(120_000);
    const [desk] = desks;
    if (desk === undefined) throw new Error('no desk');
    const { page } = desk;
    await page.getByRole('radio', { name: '24 h' }).click();
    const choice = page.getByRole('combobox', { name: 'Location' });
    const [place] = ask<{ id: string; name: string }>(
      'SELECT id, name FROM locations WHERE id = (SELECT location_id FROM orders ORDER BY placed_at DESC LIMIT 1)',
    );
    if (place === undefined) throw new Error('no location');
    await choice.selectOption(place.id);
    const figures = page.locator('[data-figures="24h"]');
    const card = page.locator('[data-figure="revenue"]');
    await expect(async () => {
      const from = Number(await figures.getAttribute('data-from'));
      const rows = paymentsIn(from, from + WINDOWS['24h']).filter(({ location }) => location === place.id);
      expect(Number(await card.getAttribute('data-value'))).toBe(sum(rows.map(net)));
      expect((await chartTable(page)).total.revenue).toBe(sum(rows.map(net)));
    }).toPass({ timeout: 60_000 });
    await card.click();
    await expect(page.getByText(/Successful payments minus refunds/)).toBeVisible();
    await page.getByRole('button', { name: 'Show payments' }).click();
    const dialog = page.getByRole('dialog', { name: 'Payments and refunds' });
    await expect(dialog.getByRole('listitem').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await choice.selectOption('');
  });

  test('are those of the chosen days', async () => {
    const [desk] = desks;
    if (desk === undefined) throw new Error('no desk');
    const { page } = desk;
    const date = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await page.getByRole('button', { name: 'Choose days' }).click();
    await page.getByLabel('First day').fill(date(3));
    await page.getByLabel('Last day').fill(date(1));
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page.locator('[data-figures="days"]')).toBeVisible();
    const rows = paymentsIn(Date.parse(date(3)), Date.parse(date(0)));
    await expect.poll(() => numberOf(page, 'revenue')).toBe(sum(rows.map(net)));
    expect((await chartTable(page)).total.orders).toBe(rows.filter(({ settles }) => settles === 1).length);
  });

  test('follow the time zone that an administrator sets', async () => {
    test.setTimeout(240_000);
    const admin = desks[1];
    if (admin === undefined) throw new Error('no desk');
    await admin.page.evaluate(() => location.assign('#/settings'));
    const choice = admin.page.getByLabel('Time zone for everyone');
    // Browsers differ in the spelling.
    const zone = (await choice.locator('option', { hasText: /^Asia\/Kath?mandu$/ }).textContent()) ?? '';
    await choice.selectOption(zone);
    await admin.page.getByRole('region', { name: 'Workspace' }).getByRole('button', { name: 'Save' }).click();
    await admin.page.evaluate(() => location.assign('#/live'));
    await admin.page.getByRole('button', { name: 'Show as table' }).click();
    for (const { machine, page } of desks)
      await expect(page.locator(`[data-zone="${zone}"]`)).toHaveCount(machine === 'Asia/Kathmandu' ? 0 : 1);
    await Promise.all(
      desks.map(async (desk) => {
        for (const name of ['7d', '30d'] as const) await compare(desk, name, zone);
      }),
    );
  });
});
