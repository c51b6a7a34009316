import type { Page } from '@playwright/test';
import { expect, openConversation, type Store, signInAs, test } from './fixtures.ts';

/** Fields of answers that hold what a customer or a user wrote, or the name of a record. */
const WORDS: ReadonlySet<string> = new Set([
  'assigneeName',
  'body',
  'customer',
  'device',
  'item',
  'itemName',
  'lastMessagePreview',
  'location',
  'locationName',
  'name',
  'note',
  'preview',
  'reason',
  'snippet',
  'text',
  'title',
]);
/** Keys and codes: what programs compare must stay as it is. */
const CODE = /^[a-z_]+(\.[a-z_]+)+$|^[a-z]+:/;
const RTL = 'שלום ';

/** Puts right-to-left words in front of everything that people wrote. */
function translated(value: unknown, key = ''): unknown {
  if (typeof value === 'string')
    return WORDS.has(key) && value !== '' && !CODE.test(value) ? `${RTL}${value}` : value;
  if (Array.isArray(value)) return value.map((one) => translated(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, translated(one, name)]));
}

/** Returns texts that begin right to left, but are laid out left to right. */
function leftToRight(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || !/^[\s·“„,]*[\u0590-\u08ff]/.test(node.textContent ?? '')) continue;
      // An option is drawn by the system, which orders its text by itself.
      if (parent.closest('option, .sr-only, [aria-hidden="true"], svg') || !parent.checkVisibility())
        continue;
      // What is only read out has no direction on screen.
      if (parent.getBoundingClientRect().width <= 1) continue;
      if (getComputedStyle(parent).direction !== 'rtl')
        found.push(`${parent.tagName} ${parent.className.slice(0, 60)}`);
    }
    for (const field of document.querySelectorAll('textarea'))
      if (field.getAttribute('dir') !== 'auto')
        found.push(`TEXTAREA ${field.getAttribute('aria-label') ?? field.id}`);
    return [...new Set(found)];
  });
}

const first = (selector: string) => (page: Page) => page.locator(selector).first().click();

/** Every place that shows such words: where it is, and what opens it. */
const PLACES: readonly (readonly [
  name: string,
  path: string,
  ready: string,
  open?: (page: Page) => Promise<void>,
])[] = [
  ['live', '/live', '[data-figure="revenue"][data-value]'],
  ['orders', '/orders', 'tr[id^="order-row-"]'],
  ['order', '/orders', 'dl', first('tr[id^="order-row-"]')],
  [
    'customer',
    '/orders',
    'dl',
    async (page) => {
      // A guest has no page.
      await page.locator('tr[id^="order-row-"]', { hasNotText: 'Guest order' }).first().click();
      await page.locator('main a[href*="/customers/"]').first().click();
    },
  ],
  ['inventory', '/inventory', 'tr[id^="stock-"]'],
  ['item', '/inventory', 'button:has-text("Adjust")', first('tr[id^="stock-"]')],
  [
    'adjusting',
    '/inventory',
    '[role="dialog"]',
    async (page) => {
      await first('tr[id^="stock-"]')(page);
      await page.getByRole('button', { name: 'Adjust', exact: true }).click();
    },
  ],
  ['alerts', '/alerts', 'section[aria-label="Alerts"]', first('[role="option"]')],
  ['chat', '/chat', '[role="log"]', openConversation],
  ['users', '/users', 'section[aria-label="Users"]', first('[role="option"]')],
  ['audit', '/audit', 'main [role="listbox"]', first('main [role="option"]')],
  ['settings', '/settings', 'dl'],
  [
    'notifications',
    '/live',
    '[role="dialog"]',
    (page) => page.getByRole('button', { name: /^Notifications/ }).click(),
  ],
  [
    'palette',
    '/live',
    '[cmdk-item][data-value^="order:"], [cmdk-item][data-value^="item:"]',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('ca');
    },
  ],
];

test('what people wrote is laid out in the direction of its own script, on every page', async ({
  page,
  store,
}) => {
  test.setTimeout(180_000);
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => socket.send(JSON.stringify(translated(JSON.parse(String(message))))));
  });
  await signInAs(page, store, 'admin');
  const found: Record<string, string[]> = {};
  for (const [name, path, ready, open] of PLACES) {
    await visit(page, store, path);
    await open?.(page);
    await page.locator(ready).first().waitFor();
    await expect.poll(() => page.getByText('שלום').count()).toBeGreaterThan(0);
    found[name] = await leftToRight(page);
    await page.screenshot({ path: `test-results/screenshots/rtl-${name}.png` });
    await page.keyboard.press('Escape');
  }
  expect(Object.fromEntries(Object.entries(found).filter(([, problems]) => problems.length > 0))).toEqual({});
});

async function visit(page: Page, store: Store, path: string): Promise<void> {
  await store.open(page, '/settings');
  await store.open(page, path);
}
