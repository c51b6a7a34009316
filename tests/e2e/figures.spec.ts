import { openShop, type Shop } from '../support/shop.ts';
import { until } from '../support/wait.ts';
import { compareAlertGroups, compareAlerts } from './figures/alerts.ts';
import { compareLoad } from './figures/assignment.ts';
import { compareFiles } from './figures/attachments.ts';
import { compareBilling } from './figures/billing.ts';
import { compareCanned } from './figures/canned.ts';
import { compareCounts } from './figures/counts.ts';
import { askOf, type Desk, dayStart, go, openDesk, sum, words } from './figures/desk.ts';
import { compareFilter } from './figures/filter.ts';
import { compareFinding } from './figures/finding.ts';
import { compareItemHistory } from './figures/item-history.ts';
import { compareKpis } from './figures/kpis.ts';
import {
  chartTable,
  compareDrillDown,
  compareLive,
  comparePopovers,
  net,
  paymentsIn,
  WINDOWS,
  type WindowName,
} from './figures/live.ts';
import { compareCustomers, compareOrderPages, compareOrders, comparePicking } from './figures/orders.ts';
import { comparePayments } from './figures/payments.ts';
import { compareAdmin, compareChat, compareNotices } from './figures/people.ts';
import { comparePurchasePages, comparePurchases } from './figures/purchasing.ts';
import { compareReorder, compareValue } from './figures/reorder.ts';
import { compareReports } from './figures/reports.ts';
import { compareRooms } from './figures/rooms.ts';
import { compareItems, compareStock } from './figures/stock.ts';
import { compareStockroom } from './figures/stockroom.ts';
import { compareUsage } from './figures/usage.ts';
import { expect, PERSONA, test } from './fixtures.ts';
import { copyPast, DEMO } from './past.ts';

/*
 * What the screens of three consoles, on machines in three time zones, say is compared with SQL on the gateway's database. The
 * shop trades and then stands still, so that a figure and the query see the same rows; the periods go on moving with the time.
 */

/** Who looks at the shop on which machine. */
const MACHINES = [
  ['America/Los_Angeles', PERSONA.manager],
  ['Europe/Berlin', PERSONA.admin],
  ['Asia/Kathmandu', PERSONA.agent],
] as const;
/** How long the shop trades in all, s, at sixty times its speed. */
const TRADE_S = Number(process.env['QUAYSIDE_FIGURES_SECONDS'] ?? 6);
/** The longest it trades before the screens are compared, s. */
const ROUND_S = 100;
const ROUNDS = Math.max(1, Math.ceil(TRADE_S / ROUND_S));
const NAMES = Object.keys(WINDOWS) as WindowName[];

let shop: Shop;
let desks: Desk[];

const count = (sql: string, ...values: readonly unknown[]): number =>
  askOf(shop)<{ n: number }>(sql, ...values)[0]?.n ?? 0;
/** How many messages have files. The demo exchanges some in its first minutes. */
const withFiles = (): number => count("SELECT count(*) AS n FROM messages WHERE attachments <> '[]'");
const placed = (): number => count('SELECT count(*) AS n FROM orders');

/** Lets the shop stand still, and waits until every console has followed. */
async function stopTheWorld(): Promise<void> {
  await shop.gateway.stop();
  await shop.restartGateway(false);
  for (const { page } of desks)
    await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 60_000 });
}

/** How long an order is waited for, ms: early on a Sunday the shop, at its speed here, has one or two a minute. */
const ORDER_MS = 300_000;

/** Lets the shop trade for some seconds, at least until an order was placed and a file sent. */
async function trade(seconds: number): Promise<void> {
  const [since, before] = [Date.now(), placed()];
  await until(
    'trade',
    () => Date.now() - since >= seconds * 1000 && placed() > before && withFiles() > 0,
    seconds * 1000 + ORDER_MS,
    200,
  );
}

const atEachDesk = (work: (desk: Desk) => Promise<void>): Promise<unknown> => Promise.all(desks.map(work));

async function showLive(desk: Desk): Promise<void> {
  await go(desk, '/live');
  const asTable = desk.page.getByRole('button', { name: 'Show as table' });
  const table = desk.page.getByRole('region', { name: 'Revenue and orders' }).locator('table');
  await expect(asTable.or(table).first()).toBeVisible();
  if (await asTable.isVisible()) await asTable.click();
}

/** Every screen that shows a number, in the zone of the workspace. */
const SCREENS: readonly (readonly [string, (desk: Desk, zone: string) => Promise<void>])[] = [
  [
    'Live',
    async (desk, zone) => {
      await showLive(desk);
      for (const name of NAMES) await compareLive(desk, name, zone);
    },
  ],
  ['the list of stock', compareStock],
  ['the pages of items', compareItems],
  ['counts and transfers', compareCounts],
  ['lots and reservations', compareStockroom],
  ['alerts', compareAlerts],
  ['what to order', compareReorder],
  ['the value of the stock', compareValue],
  ['groups of alerts and rules', compareAlertGroups],
  ['the list of orders', compareOrders],
  ['the pages of orders', compareOrderPages],
  ['the picking list', comparePicking],
  ['payments', comparePayments],
  ['purchase orders', comparePurchases],
  ['the pages of purchase orders and suppliers', comparePurchasePages],
  ['the history of items', compareItemHistory],
  ['the pages of customers', compareCustomers],
  ['chat', compareChat],
  ['canned replies', compareCanned],
  ['searches and transcripts of conversations', compareFinding],
  ['rooms', compareRooms],
  ['files of messages', compareFiles],
  ['reports', compareReports],
  ['the load of agents', compareLoad],
  ['KPIs', compareKpis],
  ['the counters of the filter', compareFilter],
  ['usage', compareUsage],
  ['billing', compareBilling],
];

test.describe('the figures on screen', () => {
  test.describe.configure({ mode: 'serial' });

  test.beforeAll(async ({ browser }, info) => {
    test.setTimeout(240_000);
    if (info.project.name !== 'browser') return;
    shop = await openShop({ demo: DEMO, furnish: copyPast });
    await until('the past is written', () => shop.gateway.tail.includes('demo shop ready'), 100_000);
    expect(count('SELECT max(placed_at) AS n FROM orders')).toBeGreaterThan(Date.now() - 3 * 3_600_000);
    desks = await Promise.all(
      MACHINES.map(([machine, persona]) => openDesk(browser, shop, machine, persona)),
    );
  });

  test.afterAll(async () => {
    for (const desk of desks ?? []) await desk.close();
    await shop?.stop();
  });

  test.beforeEach(({ browserName: _ }, info) => {
    test.skip(info.project.name !== 'browser', 'needs a console for each time zone of a machine');
  });

  for (let round = 1; round <= ROUNDS; round += 1) {
    test(`the shop trades for ${TRADE_S / ROUNDS} s, and the consoles follow (${round} of ${ROUNDS})`, async () => {
      test.setTimeout(TRADE_S * 1000 + ORDER_MS + 240_000);
      if (round > 1) {
        await shop.gateway.stop();
        await shop.restartGateway(true);
      }
      await trade(TRADE_S / ROUNDS);
      await stopTheWorld();
    });

    for (const [screen, compare] of SCREENS)
      test(`${screen}: equal SQL on the gateway, with machines in three time zones (${round} of ${ROUNDS})`, async () => {
        test.setTimeout(240_000);
        await atEachDesk((desk) => compare(desk, 'UTC'));
      });
  }

  test('the bell, users and audit agree with their entries and with SQL', async () => {
    test.setTimeout(120_000);
    await atEachDesk(async (desk) => {
      await expect(desk.page.locator('[data-zone="UTC"]')).toBeVisible();
      await compareNotices(desk);
      if (desk.machine === 'Europe/Berlin') await compareAdmin(desk, 'UTC');
    });
  });

  test('Live at one location, with what is behind its figures', async () => {
    test.setTimeout(240_000);
    const places = askOf(shop)<{ id: string }>('SELECT id FROM locations ORDER BY id');
    await atEachDesk(async (desk) => {
      await showLive(desk);
      await comparePopovers(desk, '24h', 'UTC');
      const n = desks.indexOf(desk);
      // A day has some hundred payments, read one by one: a console each has the day, a location, and the other location.
      if (n === 0) await compareDrillDown(desk, '24h', 'UTC', null);
      const choice = desk.page.getByRole('combobox', { name: 'Location' });
      const place = places[n % places.length]?.id ?? '';
      await choice.selectOption(place);
      for (const name of NAMES) await compareLive(desk, name, 'UTC', place);
      if (n > 0) await compareDrillDown(desk, '1h', 'UTC', place);
      await choice.selectOption('');
    });
  });

  /** Compares the figures of three chosen days, which begin and end at the workspace's midnight. */
  const compareDays = async (desk: Desk, zone: string): Promise<void> => {
    const { page } = desk;
    const date = (ago: number): string => words(zone).date(Date.now() - ago * 86_400_000);
    await showLive(desk);
    await page.getByRole('button', { name: 'Choose days' }).click();
    await page.getByLabel('First day').fill(date(3));
    await page.getByLabel('Last day').fill(date(1));
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page.locator('[data-figures="days"]')).toBeVisible();
    const rows = paymentsIn(desk, dayStart(date(3), zone), dayStart(date(0), zone), null);
    await expect
      .poll(async () => Number(await page.locator('[data-figure="revenue"]').getAttribute('data-value')))
      .toBe(sum(rows.map(net)));
    expect((await chartTable(page)).total['orders']).toBe(rows.filter(({ settles }) => settles === 1).length);
    await page.getByRole('radio', { name: '24 h' }).click();
  };

  test('follow the time zone that an administrator sets, on every screen with days', async () => {
    test.setTimeout(240_000);
    await atEachDesk((desk) => compareDays(desk, 'UTC'));
    const admin = desks[1];
    if (admin === undefined) throw new Error('no desk');
    await go(admin, '/settings');
    const choice = admin.page.getByLabel('Time zone for everyone');
    // Browsers differ in the spelling.
    const zone = (await choice.locator('option', { hasText: /^Asia\/Kath?mandu$/ }).textContent()) ?? '';
    await choice.selectOption(zone);
    await admin.page.getByRole('region', { name: 'Workspace' }).getByRole('button', { name: 'Save' }).click();
    for (const { machine, page } of desks)
      await expect(page.locator(`[data-zone="${zone}"]`)).toHaveCount(machine === 'Asia/Kathmandu' ? 0 : 1);
    await atEachDesk(async (desk) => {
      await showLive(desk);
      for (const name of ['7d', '30d'] as const) await compareLive(desk, name, zone);
      await compareDays(desk, zone);
      await compareOrders(desk, zone);
      await compareItems(desk, zone);
    });
  });
});
