import type { Browser, Page } from '@playwright/test';
import { expect, PERSONA, type Store } from '../e2e/fixtures.ts';
import { BOARD_SCENES } from './board-scenes.ts';
import { CHAT_SCENES } from './chat-scenes.ts';
import { DESK_SCENES } from './desk-scenes.ts';
import { at, found, type Scene } from './scene.ts';
import { STOCK_SCENES } from './stock-scenes.ts';
import { TALK_SCENES } from './talk-scenes.ts';

const account = (page: Page) => page.getByRole('button', { name: /^(Account|Konto)/ });

/** What is seen before anybody has signed in. */
export const SIGN_IN: Scene = { name: 'sign-in', open: at('/live', '[data-persona]') };

/** What is seen with a connection, signed in as an administrator. */
export const SCENES: readonly Scene[] = [
  { name: 'live', guide: 'live', open: at('/live', '[data-figure="revenue"][data-value]') },
  ...BOARD_SCENES,
  ...CHAT_SCENES,
  ...TALK_SCENES,
  ...DESK_SCENES,
  ...STOCK_SCENES,
  { name: 'orders', open: at('/orders', 'tr[id^="order-row-"]') },
  { name: 'picking', guide: 'picking', open: at('/orders/picking', 'tbody td') },
  {
    name: 'order-partly',
    open: found(
      '/orders',
      "SELECT id FROM orders WHERE status = 'paid' AND shipped <> '[]' ORDER BY placed_at DESC LIMIT 1",
      'tbody tr',
    ),
  },
  {
    name: 'fulfil',
    open: async (page, store) => {
      await found(
        '/orders',
        "SELECT id FROM orders WHERE status = 'paid' ORDER BY json_array_length(lines) DESC, placed_at DESC LIMIT 1",
        'tbody tr',
      )(page, store);
      await page.keyboard.press('f');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'order',
    open: found(
      '/orders',
      'SELECT id FROM orders WHERE refunded > 0 ORDER BY placed_at DESC LIMIT 1',
      'tbody tr',
    ),
  },
  { name: 'payments', guide: 'payments', open: at('/payments', 'tr[id^="payment-row-"]') },
  { name: 'disputes', open: at('/payments?tab=disputes', 'tr[id^="dispute-row-"]') },
  { name: 'payouts', open: at('/payments?tab=payouts', 'tr[id^="payout-row-"]') },
  {
    name: 'payout',
    open: async (page, store) => {
      await at('/payments?tab=payouts', 'tr[id^="payout-row-"]')(page, store);
      await page.locator('tr[id^="payout-row-"]').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'payment-analytics',
    guide: 'payment-analytics',
    open: at('/payments?tab=analytics', 'main tbody tr'),
  },
  {
    name: 'customer',
    open: found(
      '/customers',
      'SELECT customer_id AS id FROM conversations ORDER BY last_message_at DESC LIMIT 1',
      'main dl',
    ),
  },
  {
    name: 'notifications',
    open: async (page, store) => {
      await at('/live', '[data-figure="revenue"][data-value]')(page, store);
      await page.locator('[data-unread]').click();
    },
  },
  { name: 'settings', open: at('/settings', 'main dl') },
  {
    name: 'settings-below',
    open: async (page, store) => {
      await at('/settings', 'main dl')(page, store);
      await page.locator('main dl').last().scrollIntoViewIfNeeded();
    },
  },
  { name: 'users', open: at('/users', '[role="option"]') },
  {
    name: 'user',
    open: async (page, store) => {
      await at('/users', '[role="option"]')(page, store);
      await page.getByRole('option').nth(2).click();
    },
  },
  { name: 'audit', open: at('/audit', '[role="option"]') },
  {
    name: 'palette',
    open: async (page, store) => {
      await at('/live', '[data-figure="revenue"][data-value]')(page, store);
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill('a');
      await page.getByRole('dialog').getByRole('option').first().waitFor();
    },
  },
];

/** What is seen without a connection, with a message that waits. */
export const OFFLINE: readonly Scene[] = [
  { name: 'live-offline', open: at('/live', '[data-figure="revenue"][data-value]') },
  {
    name: 'outbox',
    open: async (page, store) => {
      await at('/live', '[data-figure="revenue"][data-value]')(page, store);
      await page.locator('[data-outbox]').click();
    },
  },
  { name: 'outbox-page', guide: 'outbox', open: at('/outbox', 'main [role="option"]') },
  {
    name: 'sign-out-question',
    open: async (page, store) => {
      await at('/live', '[data-figure="revenue"][data-value]')(page, store);
      await account(page).click();
      await page.getByRole('button', { name: /^(Sign out|Abmelden)$/ }).click();
      await page.getByRole('dialog').getByRole('button').nth(1).waitFor();
    },
  },
];

/** Stops the gateway and leaves a message that waits. */
export async function goOffline(page: Page, store: Store): Promise<void> {
  const { id } =
    store.ask<{ id: string }>("SELECT id FROM conversations WHERE status = 'open' LIMIT 1")[0] ?? {};
  await store.shop.gateway.stop();
  await expect(page.locator('[data-connection="live"]')).toHaveCount(0, { timeout: 30_000 });
  await store.open(page, `/chat/${encodeURIComponent(id ?? '')}`);
  const composer = page.locator('textarea').last();
  await composer.fill('Your order is on its way. I am sorry that it took longer than we said.');
  await composer.press('Enter');
  await expect(page.locator('[data-outbox]')).toBeVisible();
  await composer.fill('The parcel left our warehouse today. It');
}

/** Opens a window of the console at a scale. */
export async function openWindow(browser: Browser, store: Store, scale: 1 | 2): Promise<Page> {
  const { origin, cookie } = store.shop.session;
  const split = cookie.indexOf('=');
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    deviceScaleFactor: scale,
  });
  await context.addCookies([{ name: cookie.slice(0, split), value: cookie.slice(split + 1), url: origin }]);
  return context.newPage();
}

/** Signs in by one click, as a persona of the demo. */
export async function signIn(page: Page, store: Store, who: keyof typeof PERSONA): Promise<void> {
  await store.open(page);
  await page.locator(`[data-persona="${PERSONA[who]}"]`).click();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
}

/** Waits until everything on the page has its place. */
export async function settle(page: Page, scene: Scene): Promise<void> {
  // What is still being read, unless the scene is about that.
  await page
    .waitForFunction(() => document.querySelector('.q-skeleton') === null, null, { timeout: 5_000 })
    .catch(() => undefined);
  if (scene.name.startsWith('live')) await page.locator('.recharts-surface').first().waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
