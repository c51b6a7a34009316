import type { Browser, Page } from '@playwright/test';
import { expect, PERSONA, type Store } from '../e2e/fixtures.ts';

/** A place of the demo that pictures are taken of. */
export interface Scene {
  readonly name: string;
  /** The name of its picture in the user's guide, without its ending; none by default. */
  readonly guide?: string;
  /** Brings the page there, in any language. */
  readonly open: (page: Page, store: Store) => Promise<void>;
}

const only = (store: Store, sql: string): string => store.ask<{ id: string }>(sql)[0]?.id ?? '';

const at = (path: string, ready: string) => async (page: Page, store: Store) => {
  await store.open(page, path);
  await page.locator(ready).first().waitFor({ timeout: 30_000 });
};

const found =
  (path: string, sql: string, ready: string) =>
  async (page: Page, store: Store): Promise<void> => {
    await store.open(page, `${path}/${encodeURIComponent(only(store, sql))}`);
    await page.locator(ready).first().waitFor({ timeout: 30_000 });
  };

const LOW_ITEM = `SELECT l.item_id AS id FROM levels l JOIN alerts a ON a.item_id = l.item_id AND a.state <> 'resolved'
  GROUP BY l.item_id ORDER BY count(*) DESC, l.item_id LIMIT 1`;

const account = (page: Page) => page.getByRole('button', { name: /^(Account|Konto)/ });

/** What is seen before anybody has signed in. */
export const SIGN_IN: Scene = { name: 'sign-in', open: at('/live', '[data-persona]') };

/** What is seen with a connection, signed in as an administrator. */
export const SCENES: readonly Scene[] = [
  { name: 'live', open: at('/live', '[data-figure="revenue"][data-value]') },
  { name: 'chat', open: at('/chat', '[role="listbox"] [role="option"]') },
  {
    name: 'chat-conversation',
    open: found(
      '/chat',
      "SELECT id FROM conversations WHERE order_ids <> '[]' ORDER BY last_message_seq - rowid DESC LIMIT 1",
      '[role="log"]',
    ),
  },
  { name: 'inventory', open: at('/inventory', 'tr[id^="stock-"]') },
  { name: 'item', open: found('/inventory', LOW_ITEM, '[data-threshold]') },
  { name: 'reorder', guide: 'reorder', open: at('/reorder?need=any', 'tr[data-item]') },
  { name: 'reorder-item', guide: 'reorder-item', open: found('/reorder', LOW_ITEM, '[data-step]') },
  { name: 'value', guide: 'value', open: at('/value', 'tr[data-location]') },
  { name: 'alerts', open: at('/alerts', '[role="option"]') },
  {
    name: 'alert',
    open: async (page, store) => {
      await at('/alerts', '[role="option"]')(page, store);
      await page.getByRole('option').first().click();
    },
  },
  { name: 'orders', open: at('/orders', 'tr[id^="order-row-"]') },
  {
    name: 'order',
    open: found(
      '/orders',
      'SELECT id FROM orders WHERE refunded > 0 ORDER BY placed_at DESC LIMIT 1',
      'tbody tr',
    ),
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
  { name: 'stock-check', guide: 'stock-check', open: at('/watchdog', 'main svg') },
  { name: 'counts-list', open: at('/counts', 'tr[id^="count-row-"]') },
  {
    name: 'counts',
    guide: 'counts',
    open: async (page, store) => {
      await at('/counts', 'tr[id^="count-row-"]')(page, store);
      await page.locator('tr[id^="count-row-"]').last().click();
      await page.locator('tr[id^="count-line-"]').first().waitFor();
    },
  },
  { name: 'transfers', open: at('/transfers', 'tr[id^="transfer-row-"]') },
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
  await expect(page.getByRole('status', { name: /Loading|Lädt/ })).toHaveCount(0);
  if (scene.name.startsWith('live')) await page.locator('.recharts-surface').first().waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
