import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { makeOutboxEntry } from '../support/make/command.ts';
import { makeConnectionStatus } from '../support/make/connection.ts';
import { push } from '../support/renderer/fake-bridge.ts';
import { rendererPages, violationsIn } from '../support/renderer/pages.ts';

// What pages do in states that are hard to reach with a real main process.
const renderer = rendererPages();

test('the audit is read by keyboard, filtered and exported', async ({ page }) => {
  await renderer.open(page, '/audit', { permissions: ROLE_PERMISSIONS.admin });
  await page.locator('[role="option"]').first().waitFor();
  await page.getByRole('listbox', { name: 'Audit records' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const detail = page.getByRole('region', { name: 'Audit record', exact: true });
  await expect(detail.getByRole('row', { name: 'status paid cancelled' })).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    await page.screenshot({ path: `test-results/screenshots/audit-${theme}.png` });
  }
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const lines = readFileSync(await (await saved).path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(61);
  await expect(page.getByText('60 records exported.', { exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search text' }).fill('nothing');
  await expect(page.getByText('No matching records')).toBeVisible();
  expect(page.url()).toContain('text=nothing');
  expect(renderer.problems).toEqual([]);
});

test.describe('on a machine whose clock is wrong', () => {
  const HOUR = 3_600_000;
  for (const [words, off] of [
    ['slow', HOUR],
    ['fast', -HOUR],
  ] as const) {
    test(`ages and delays are the gateway's, also when it is set: ${words}`, async ({ page }) => {
      const now = Date.now() + off;
      await renderer.open(page, '/live', { connection: 'offline', now });
      const bar = page.locator('p', { hasText: 'The server cannot be reached' });
      await bar.waitFor();
      const asOf = { seq: 1, at: now - 4 * 60_000 };
      await push(
        page,
        'connection.status',
        makeConnectionStatus({
          state: 'offline',
          gatewayTime: now,
          asOf,
          attempt: 4,
          nextAttemptAt: now + 55_000,
        }),
      );
      await expect(bar).toContainText(/4 mins old.*in [1-5]?\d secs/);
      for (const jump of [-HOUR, 2 * HOUR]) {
        await page.evaluate((ms) => {
          const real = Date.now;
          Date.now = () => real() + ms;
        }, jump);
        // The seconds to the next attempt are counted down, so a changed text was drawn after the clock was set.
        const drawn = await bar.textContent();
        await expect(bar).not.toHaveText(drawn ?? '');
        await expect(bar).toContainText(/4 mins old.*in [1-5]?\d secs/);
      }
    });
  }
});

test('figures change without a reload, and say which event they hold', async ({ page }) => {
  await renderer.open(page, '/live');
  const revenue = page.locator('[data-figure="revenue"]');
  await expect(revenue).toContainText('$12,847');
  const figure = { value: 2_000_000, previous: 1, change: 1, spark: [1, 2], known: true };
  await push(page, 'live.figures', {
    window: '24h',
    timeZone: 'UTC',
    currency: 'USD',
    from: 0,
    to: 1,
    revenue: figure,
    orders: figure,
    aov: figure,
    refunds: figure,
    refundRate: figure,
    paymentSuccess: figure,
    conversion: figure,
    openChats: figure,
    waitingChats: 0,
    openAlerts: figure,
    criticalAlerts: 0,
    otherRevenue: {},
    asOf: { seq: 99, at: 1 },
    lastEventAt: 1234,
  });
  await expect(revenue).toContainText('$20,000');
  await expect(page.locator('[data-figures]')).toHaveAttribute('data-seq', '99');
  await expect(page.locator('[data-figures]')).toHaveAttribute('data-at', '1234');
});

test('figures that were not received are not shown as zero', async ({ page }) => {
  await renderer.open(page, '/live');
  const revenue = page.locator('[data-figure="revenue"]');
  await expect(revenue).toContainText('$12,847');
  const unknown = { value: null, previous: null, change: null, spark: [], known: false };
  await push(page, 'live.figures', {
    window: '24h',
    timeZone: 'UTC',
    currency: 'USD',
    from: 0,
    to: 1,
    revenue: unknown,
    orders: unknown,
    aov: unknown,
    refunds: unknown,
    refundRate: unknown,
    paymentSuccess: unknown,
    conversion: unknown,
    openChats: unknown,
    waitingChats: 0,
    openAlerts: unknown,
    criticalAlerts: 0,
    otherRevenue: {},
    asOf: { seq: 0, at: null },
    lastEventAt: null,
  });
  await expect(revenue).toHaveAttribute('data-known', 'false');
  await expect(revenue).toHaveText('Revenue');
  await expect(page.locator('[data-figure="openChats"]')).toHaveText('Open chats');
  // Nothing is on its way without a connection, and the card says so.
  await page.evaluate(() => window.fakeMain?.setConnection('offline'));
  await expect(revenue).toContainText('Not received yet');
});

test('what is not live never looks live', async ({ page }) => {
  await renderer.open(page, '/live');
  await expect(page.locator('[data-connection="live"]')).toBeVisible();
  await expect(page.locator('[data-figures][data-stale]')).toHaveCount(0);
  await page.evaluate(() => window.fakeMain?.setConnection('offline'));
  await expect(page.locator('[data-connection="offline"]')).toContainText('Cached, as of');
  await expect(page.locator('[data-figures][data-stale]')).toHaveCount(1);
  for (const name of ['Revenue and orders', 'Top products'])
    await expect(page.getByRole('region', { name })).toHaveAttribute('data-stale', '');
  await expect(page.locator('.recharts-area-curve').first()).toHaveAttribute('stroke', 'var(--q-ink-3)');
  await expect(page.getByText('The server cannot be reached;')).toBeVisible();
});

test('everything is reached by keyboard', async ({ page }) => {
  await renderer.open(page, '/live');
  await page.locator('[data-figure="revenue"][data-value]').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(page.getByRole('heading', { level: 1, name: 'Live' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('copier');
  await expect(page.getByRole('dialog').getByText('CA-2017-152156')).toBeVisible();
  expect(await violationsIn(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order CA-2017-152156');
});

test('a refused command stays on screen with its reason, once', async ({ page }) => {
  await renderer.open(page, '/live');
  await page.locator('[data-figure="revenue"][data-value]').waitFor();
  const error = { code: 'insufficient_stock', message: 'only 2 available', field: null };
  const entry = makeOutboxEntry({ id: 'c9', state: 'refused', createdAt: 1, attempts: 1, error });
  await push(page, 'outbox.changes', { entries: [entry], gone: [], pending: 0, refused: 1 });
  await push(page, 'notifications.toasts', {
    suppressed: 0,
    toasts: [
      {
        id: 'c9',
        category: 'system',
        severity: 'critical',
        message: 'toast.command_refused',
        values: { type: 'inventory.adjust', code: 'insufficient_stock', message: 'only 2 available' },
        subject: null,
      },
    ],
  });
  await expect(page.getByText('Stock adjustment was rejected', { exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect
    .poll(() =>
      page.evaluate(() => window.fakeMain?.calls.filter((call) => call.name === 'commands.retry').length),
    )
    .toBe(1);
  await expect(page.getByText('Stock adjustment was rejected', { exact: true })).toHaveCount(0);
});

test('asks about a change that is too old, with what was meant and what stands now', async ({ page }) => {
  await renderer.open(page, '/live');
  await page.locator('[data-figure="revenue"][data-value]').waitFor();
  const error = { code: 'expired', message: 'more than 7 days old', field: 'id' };
  const change = { mode: 'delta', quantity: 10 };
  const data = { itemId: 'i0', locationId: 'l1', change, reason: 'Delivery', reference: 'D-7' };
  const made = (id: string, createdAt: number) =>
    makeOutboxEntry({ id, data, state: 'refused', createdAt, attempts: 1, error });
  await push(page, 'outbox.changes', {
    entries: [made('old-1', 1), made('old-2', 2)],
    gone: [],
    pending: 0,
    refused: 2,
  });
  await page.getByRole('button', { name: 'Review' }).click();
  const dialog = page.getByRole('dialog', { name: /^Send this change\? Stock adjustment/ });
  const meant = dialog.locator('[data-review="meant"]');
  await expect(meant).toContainText('Bush Somerset Bookcase (FUR-BO-10000) at Main Street: +10');
  await expect(meant).toContainText('Delivery · D-7');
  await expect(dialog.locator('[data-review="now"]')).toContainText('12 on hand, 9 available');
  await expect(dialog).toContainText('1 more change to decide about');
  expect(await violationsIn(page)).toEqual([]);
  const inputs = (name: string) =>
    page.evaluate(
      (method) => window.fakeMain?.calls.filter((call) => call.name === method).map(({ input }) => input),
      name,
    );
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await expect
    .poll(() => inputs('commands.retry'))
    .toEqual([{ id: 'old-1', newId: expect.any(String), by: 'u-mara' }]);
  await expect(dialog).not.toContainText('1 more change to decide about');
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => inputs('commands.discard')).toEqual([{ id: 'old-2', by: 'u-mara' }]);
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Review' })).toHaveCount(0);
});

test('a change that may have been sent is withdrawn, or said to have been carried out', async ({ page }) => {
  await renderer.open(page, '/live');
  await page.locator('[data-figure="revenue"][data-value]').waitFor();
  const entry = (id: string, state: 'sending' | 'settled', withdrawing: boolean) =>
    makeOutboxEntry({ id, state, withdrawing, attempts: 1, createdAt: 1 });
  await push(page, 'outbox.changes', {
    entries: [entry('a', 'sending', false), entry('b', 'sending', false)],
    gone: [],
    pending: 2,
    refused: 0,
  });
  await page.locator('[data-outbox]').click();
  const waiting = page.getByRole('dialog', { name: 'Waiting to be sent' }).getByRole('listitem');
  for (const entry of [waiting.first(), waiting.last()]) {
    await entry.getByRole('button', { name: 'Discard' }).click();
    await page
      .getByRole('dialog', { name: 'Discard this change?' })
      .getByRole('button', { name: 'Discard' })
      .click();
  }
  await push(page, 'outbox.changes', {
    entries: [entry('a', 'sending', true), entry('b', 'sending', true)],
    gone: [],
    pending: 2,
    refused: 0,
  });
  await expect(page.getByText('Being withdrawn')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Discard' })).toHaveCount(0);
  await push(page, 'outbox.changes', {
    entries: [entry('a', 'settled', false)],
    gone: ['b'],
    pending: 0,
    refused: 0,
  });
  await expect(page.getByText('Stock adjustment could not be discarded', { exact: true })).toBeVisible();
  await expect(page.getByText('Being withdrawn')).toHaveCount(0);
});

test('names the actions that a restored server may have lost', async ({ page }) => {
  await renderer.open(page, '/live', { notice: true });
  await expect(page.locator('[data-status-bar]')).toHaveText(/changes that it may have lost were sent again/);
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(page.locator('[data-in-doubt]')).toHaveText(
    'Your changes that the server may have lost were sent again: Stock adjustment (2), Message.',
  );
});

test('one click signs in, a wrong password is explained', async ({ page }) => {
  await renderer.open(page, '/', { signedIn: false });
  await page.getByLabel('Username').fill('mara');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Incorrect username or password.');
  await page.locator('[data-persona="mara"]').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Live' })).toBeVisible();
});

test('speaks German', async ({ page }) => {
  await renderer.open(page, '/live', { language: 'de' });
  await expect(page.locator('[data-figure="revenue"]')).toContainText('Umsatz');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});

test('brings its own typeface, with figures of one width', async ({ page }) => {
  await renderer.open(page, '/live');
  await page.locator('[data-figure="revenue"][data-value]').waitFor();
  const type = await page.evaluate(async () => {
    await document.fonts.ready;
    const width = (text: string): number => {
      const span = document.createElement('span');
      span.textContent = text;
      document.body.append(span);
      const { width } = span.getBoundingClientRect();
      span.remove();
      return width;
    };
    const loaded = [...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family);
    return {
      loaded: loaded.map((family) => family.replaceAll('"', '')),
      ready: document.fonts.check('13px "Inter Variable"'),
      ones: width('1111111111'),
      eights: width('8888888888'),
    };
  });
  expect(type.loaded).toContain('Inter Variable');
  expect(type.ready).toBe(true);
  expect(type.ones).toBe(type.eights);
  expect(renderer.problems).toEqual([]);
});
