import type { Page } from '@playwright/test';
import { expect, openConversation, type Store, seriousIn, signInAs, test } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;

/** Every page, with what tells that it stands. */
const PAGES: readonly (readonly [
  name: string,
  path: string,
  ready: string,
  open?: (page: Page) => Promise<void>,
])[] = [
  ['live', '/live', '[data-figure="revenue"][data-value]'],
  ['inventory', '/inventory', 'tr[id^="stock-"]'],
  [
    'inventory-item',
    '/inventory',
    'tr[id^="stock-"]',
    async (page) => {
      await page.locator('tr[id^="stock-"]').first().click();
      await page.getByRole('button', { name: 'Adjust', exact: true }).waitFor();
    },
  ],
  [
    'inventory-adjust',
    '/inventory',
    'tr[id^="stock-"]',
    async (page) => {
      await page.locator('tr[id^="stock-"]').first().click();
      await page.getByRole('button', { name: 'Adjust', exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['reorder', '/reorder?need=any', 'tr[data-item]'],
  [
    'reorder-terms',
    '/reorder',
    'main button',
    async (page) => {
      await page.getByRole('button', { name: 'Terms' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['value', '/value', 'tr[data-location]'],
  ['inventory-reservations', '/inventory?view=reservations&held=any', '[data-reservation]'],
  ['alerts', '/alerts', 'section[aria-label="Alerts"]'],
  ['alert-rules', '/alerts/rules', '[role="option"]'],
  ['chat', '/chat', 'section[aria-label="Conversations"]'],
  [
    'chat-conversation',
    '/chat',
    '[role="listbox"] [role="option"]',
    async (page) => {
      await openConversation(page);
    },
  ],
  ['counts', '/counts', 'tr[id^="count-row-"]'],
  [
    'counts-sheet',
    '/counts',
    'tr[id^="count-row-"]',
    async (page) => {
      await page.locator('tr[id^="count-row-"]').last().click();
      await page.locator('tr[id^="count-line-"]').first().waitFor();
    },
  ],
  ['transfers', '/transfers', 'tr[id^="transfer-row-"]'],
  [
    'transfers-one',
    '/transfers',
    'tr[id^="transfer-row-"]',
    async (page) => {
      await page.locator('tr[id^="transfer-row-"]').last().click();
      await page.locator('main [data-line]').first().waitFor();
    },
  ],
  ['settings', '/settings', 'dl'],
  ['not-found', '/nowhere', 'main a'],
];

async function visit(page: Page, store: Store, name: string): Promise<void> {
  const found = PAGES.find(([one]) => one === name);
  if (!found) throw new Error(name);
  const [, path, ready, open] = found;
  await store.open(page, path);
  await page.locator(ready).first().waitFor();
  await open?.(page);
  await expect(page.getByRole('status', { name: /Loading/ })).toHaveCount(0);
}

for (const theme of ['light', 'dark'] as const) {
  test(`nothing serious stands in the way on any page, ${theme}`, async ({ page, store }) => {
    test.setTimeout(150_000);
    await signInAs(page, store, 'manager');
    await store.shop.bridge.call('settings.set', { theme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    const found: Record<string, string[]> = {};
    for (const [name] of PAGES) {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await visit(page, store, name);
        await page.screenshot({ path: `test-results/screenshots/${name}-${theme}-${size.width}.png` });
        if (size.width === 1440) found[name] = await seriousIn(page);
        await page.keyboard.press('Escape');
      }
    }
    expect(Object.fromEntries(Object.entries(found).filter(([, serious]) => serious.length > 0))).toEqual({});
  });

  test(`the sign-in page, ${theme}`, async ({ page, store }) => {
    await store.shop.bridge.call('settings.set', { theme });
    await store.open(page);
    await page.locator('[data-connection], [data-persona]').first().waitFor();
    if ((await page.locator('[data-persona]').count()) === 0) {
      await page.getByRole('button', { name: /^Account/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
    }
    await page.locator('[data-persona]').first().waitFor();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: `test-results/screenshots/sign-in-${theme}-${size.width}.png` });
    }
    expect(await seriousIn(page)).toEqual([]);
  });
}
