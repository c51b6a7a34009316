import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { expect, PERSONA, type Store, test } from '../e2e/fixtures.ts';
import { type Picture, writeSheet } from './sheet.ts';

/*
 * Pictures of every page of the demo, at each size, in both themes and languages, and sheets of them. They are looked at by
 * people; nothing is compared.
 */

const FOLDER = resolve(import.meta.dirname, '../../.cache/screens');

/** The sizes, CSS px. Twice the scale is what a page has at 200 % zoom in a window of 1440 × 900. */
const SIZES = [
  { name: '1440x900', width: 1440, height: 900, scale: 1 },
  { name: '1024x700', width: 1024, height: 700, scale: 1 },
  { name: '800x700', width: 800, height: 700, scale: 1 },
  { name: '200-percent', width: 720, height: 450, scale: 2 },
] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'de'] as const;

interface Scene {
  readonly name: string;
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

/** What is seen with a connection, signed in as an administrator. */
const SCENES: readonly Scene[] = [
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
  { name: 'reorder', open: at('/reorder?need=any', 'tr[data-item]') },
  { name: 'reorder-item', open: found('/reorder', LOW_ITEM, '[data-step]') },
  { name: 'value', open: at('/value', 'tr[data-location]') },
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
const OFFLINE: readonly Scene[] = [
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

async function openWindow(browser: Browser, store: Store, scale: 1 | 2): Promise<Page> {
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

test('pictures of every page', async ({ browser, store }) => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(FOLDER, 'sheets'), { recursive: true });
  const windows = { 1: await openWindow(browser, store, 1), 2: await openWindow(browser, store, 2) };
  const taken = new Map<string, Picture[]>();

  const take = async (scene: Scene): Promise<void> => {
    for (const { name, width, height, scale } of SIZES) {
      const page = windows[scale];
      await page.setViewportSize({ width, height });
      await page.goto('about:blank');
      await scene.open(page, store);
      for (const theme of THEMES) {
        for (const language of LANGUAGES) {
          await store.shop.bridge.call('settings.set', { theme, language });
          await expect(page.locator(`html[data-theme="${theme}"][lang="${language}"]`)).toHaveCount(1);
          await expect(page.getByRole('status', { name: /Loading|Lädt/ })).toHaveCount(0);
          if (scene.name.startsWith('live')) await page.locator('.recharts-surface').first().waitFor();
          await page.evaluate(
            () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
          );
          const variant = `${name}-${theme}-${language}`;
          const file = join(FOLDER, `${scene.name}-${variant}.png`);
          await page.screenshot({ path: file });
          taken.set(variant, [...(taken.get(variant) ?? []), { name: scene.name, file }]);
        }
      }
      await store.shop.bridge.call('settings.set', { theme: 'light', language: 'en' });
    }
  };

  await take({ name: 'sign-in', open: at('/live', '[data-persona]') });
  await store.open(windows[1]);
  await windows[1].locator(`[data-persona="${PERSONA.admin}"]`).click();
  await expect(windows[1].locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
  for (const scene of SCENES) await take(scene);

  const { id } =
    store.ask<{ id: string }>("SELECT id FROM conversations WHERE status = 'open' LIMIT 1")[0] ?? {};
  await store.shop.gateway.stop();
  await expect(windows[1].locator('[data-connection="live"]')).toHaveCount(0, { timeout: 30_000 });
  await store.open(windows[1], `/chat/${encodeURIComponent(id ?? '')}`);
  const composer = windows[1].locator('textarea').last();
  await composer.fill('Your order is on its way. I am sorry that it took longer than we said.');
  await composer.press('Enter');
  await expect(windows[1].locator('[data-outbox="1"]')).toBeVisible();
  for (const scene of OFFLINE) await take(scene);

  for (const [variant, pictures] of taken)
    await writeSheet(browser, pictures, join(FOLDER, 'sheets', `${variant}.png`));
  await windows[1].context().close();
  await windows[2].context().close();
  console.log(`${[...taken.values()].flat().length} pictures and ${taken.size} sheets are in ${FOLDER}`);
});
