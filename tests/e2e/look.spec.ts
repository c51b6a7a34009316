import type { Page } from '@playwright/test';
import {
  expect,
  openConversation,
  type Store,
  seriousInThemes,
  signInAs,
  signOut,
  test,
} from './fixtures.ts';

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
  [
    'chat-transcript',
    '/chat',
    '[role="listbox"] [role="option"]',
    async (page) => {
      await openConversation(page);
      await page.getByRole('button', { name: 'More for this conversation' }).click();
      await page.getByRole('menuitem', { name: 'Export transcript' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['outbox', '/outbox', 'main [data-value="unsent"]'],
  [
    'rooms',
    '/rooms',
    '[role="listbox"] [role="option"]',
    async (page) => {
      await page
        .getByRole('listbox', { name: 'Rooms' })
        .getByRole('option', { name: /stockroom/ })
        .click();
      await page.getByRole('log').waitFor();
    },
  ],
  ['teams', '/teams', 'tr[data-agent]'],
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
  ['canned', '/canned?open=demo-reply-stock-left', 'main form textarea'],
  ['canned-macro', '/canned?tab=macros&open=demo-macro-photo', 'main form ol li'],
  ['service', '/service', 'main form table'],
  ['filter', '/filter', 'main form [data-rule]'],
  ['reports', '/reports', 'main [data-figure]'],
  ['kpis', '/kpis', '[data-kpi="demo-kpi-orders"]'],
  ['team', '/teams/demo-team-orders', 'tr[data-member]'],
  ['attention', '/attention', '[role="listbox"] [role="option"]'],
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

test('nothing serious stands in the way on any page, light and dark', async ({ page, store }) => {
  test.setTimeout(180_000);
  await signInAs(page, store, 'manager');
  const found: string[] = [];
  // `npm run screenshots` takes pictures at the other sizes, and narrow.spec.ts uses the pages there.
  for (const [name] of PAGES) {
    await visit(page, store, name);
    found.push(...(await seriousInThemes(page, store, name)));
    await page.keyboard.press('Escape');
  }
  expect(found).toEqual([]);
});

test('the sign-in page, light and dark', async ({ page, store }) => {
  await signOut(page, store);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect(await seriousInThemes(page, store, `sign-in-${size.width}`)).toEqual([]);
  }
});
