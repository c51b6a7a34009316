import type { Page } from '@playwright/test';
import { expect, openConversation, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** A window of 1440 × 900 at 200 %. */
const ZOOMED = { width: 720, height: 450 };

/** Every page, with what tells that it stands. */
const PAGES: readonly (readonly [path: string, ready: string, open?: (page: Page) => Promise<void>])[] = [
  ['/live', '[data-figure="revenue"][data-value]'],
  ['/inventory', 'tr[id^="stock-"]'],
  [
    '/inventory?item',
    'tr[id^="stock-"]',
    async (page) => {
      await page.locator('tr[id^="stock-"]').first().click();
      await page.getByRole('button', { name: 'Adjust', exact: true }).waitFor();
    },
  ],
  ['/inventory?view=reservations&held=any', '[data-reservation]'],
  ['/inventory?view=alerts', 'section[aria-label="Alerts"]'],
  ['/reorder?need=any', 'tr[data-item]'],
  ['/reorder?view=forecast', 'progress, main button'],
  ['/value', 'tr[data-location]'],
  ['/alerts', 'section[aria-label="Alerts"]'],
  ['/alerts/rules', '[role="option"]'],
  ['/chat', 'section[aria-label="Conversations"]'],
  ['/chat?open', '[role="listbox"] [role="option"]', openConversation],
  [
    '/chat?find',
    '[role="listbox"] [role="option"]',
    async (page) => {
      await openConversation(page);
      await page.keyboard.press('Control+f');
      await page.locator('[role="search"] input').waitFor();
    },
  ],
  ['/outbox', 'main [data-value="unsent"]'],
  ['/rooms', '[role="listbox"] [role="option"]'],
  [
    '/rooms?open',
    '[role="listbox"] [role="option"]',
    async (page) => {
      await page.getByRole('listbox', { name: 'Rooms' }).getByRole('option').first().click();
      await page.getByRole('log').waitFor();
    },
  ],
  ['/teams', 'tr[data-agent]'],
  ['/teams?tab=teams', 'main section li'],
  ['/counts', 'tr[id^="count-row-"]'],
  ['/transfers', 'tr[id^="transfer-row-"]'],
  ['/imports', 'main section'],
  ['/purchasing', 'tr[id^="purchase-row-"]'],
  ['/purchasing/new?supplier=harbour', '[role="combobox"]'],
  ['/suppliers', 'tr[id^="supplier-row-"]'],
  ['/suppliers/harbour', 'main table'],
  ['/canned?open=demo-reply-stock-left', 'main form textarea'],
  ['/canned?tab=macros&open=demo-macro-photo', 'main form ol li'],
  ['/service', 'main form table'],
  ['/reports', 'main [data-figure]'],
  ['/kpis', '[data-kpi="demo-kpi-orders"]'],
  ['/teams/demo-team-orders', 'tr[data-member]'],
  ['/attention', '[role="listbox"] [role="option"]'],
  ['/settings', 'dl'],
  ['/users', 'section[aria-label="Users"]'],
  ['/watchdog', 'main dl, main h2'],
  ['/audit', 'main table, main [role="listbox"]'],
  ['/nowhere', 'main a'],
];

/** Returns the controls that cannot be reached, and the figures that are cut off. */
function unusable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const nameOf = (element: Element): string =>
      `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent ?? ''}`
        .trim()
        .slice(0, 60);
    const hidden = (element: Element): boolean =>
      element.closest('.sr-only, [aria-hidden="true"]') !== null || !element.checkVisibility();
    const problems: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) problems.push('the page scrolls sideways');
    for (const control of document.querySelectorAll(
      'header button, main button, main a, main input, main select',
    )) {
      if (hidden(control)) continue;
      let box = control.getBoundingClientRect();
      if (box.width === 0) continue;
      for (let at = control.parentElement; at !== null; at = at.parentElement) {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(at);
        const around = at.getBoundingClientRect();
        // Shortened with an ellipsis: what is left can be used.
        if (textOverflow === 'ellipsis') {
          box = around;
          continue;
        }
        const out = {
          x: box.left < around.left - 2 || box.right > around.right + 2,
          y: box.top < around.top - 2 || box.bottom > around.bottom + 2,
        };
        const cut = (overflow: string, isOut: boolean): boolean =>
          isOut && (overflow === 'hidden' || overflow === 'clip');
        if (cut(overflowX, out.x) || cut(overflowY, out.y)) {
          problems.push(`cut off: ${nameOf(control)}`);
          break;
        }
        // What scrolls can be brought into view: from there on, the scrolling box itself must be in view.
        if (/auto|scroll/.test(overflowX + overflowY)) box = around;
      }
      if (box.right > innerWidth + 2 || box.bottom > innerHeight + 2)
        problems.push(`outside: ${nameOf(control)}`);
    }
    for (const text of document.querySelectorAll('[data-figure] .text-xl, [data-figure] .text-md'))
      if (
        text.scrollWidth > text.clientWidth + 1 ||
        text.getBoundingClientRect().right > (text.parentElement?.getBoundingClientRect().right ?? 0)
      )
        problems.push(`cut off: ${nameOf(text)}`);
    return [...new Set(problems)];
  });
}

test('every page can be used at 200 %, in both languages', async ({ page, store }) => {
  test.setTimeout(240_000);
  await signInAs(page, store, 'admin');
  await page.setViewportSize(ZOOMED);
  const found: Record<string, string[]> = {};
  for (const [path, ready, open] of PAGES) {
    await store.open(page, path.replace(/\?(item|open|find)$/, ''));
    await page.locator(ready).first().waitFor();
    await open?.(page);
    for (const language of ['de', 'en'] as const) {
      await store.shop.bridge.call('settings.set', { language });
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await page.screenshot({
        path: `test-results/screenshots/zoomed-${path.replace(/\W+/g, '-').slice(1)}-${language}.png`,
      });
      found[`${path}, ${language}`] = await unusable(page);
    }
    await page.keyboard.press('Escape');
  }
  expect(Object.fromEntries(Object.entries(found).filter(([, problems]) => problems.length > 0))).toEqual({});
});

test('at 200 %, a conversation still tells whose it is', async ({ page, store }) => {
  await signInAs(page, store, 'agent');
  await page.setViewportSize(ZOOMED);
  await store.open(page, '/chat');
  await openConversation(page);
  for (const list of ['Resolved', 'Open'] as const) {
    await page
      .getByRole('group', { name: 'Filter conversations' })
      .getByRole('button', { name: new RegExp(`^${list}`) })
      .click();
    await page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first().click();
    const name = page.locator('main header h2').first();
    await expect(name).not.toHaveText('');
    await expect.poll(async () => (await name.boundingBox())?.width ?? 0).toBeGreaterThan(100);
  }
});

test('with an item open at 800 px, the table still tells which row it is', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/inventory');
  await page.setViewportSize({ width: 800, height: 700 });
  const row = page.locator('tr[id^="stock-"]').first();
  await row.click();
  await page.getByRole('button', { name: 'Adjust', exact: true }).waitFor();
  const grid = page.getByRole('grid');
  for (const name of ['SKU', 'Item', 'Available'])
    await expect(grid.getByRole('columnheader', { name })).toBeVisible();
  const cells = row.locator('td');
  // The first cell has the box.
  for (const n of [1, 2]) {
    const box = await cells.nth(n).boundingBox();
    expect(box?.width).toBeGreaterThan(90);
    await expect(cells.nth(n)).not.toHaveText('');
  }
  await page.screenshot({ path: 'test-results/screenshots/inventory-item-800.png' });
});

test('the form of the time zone has room at 1024 px, in German', async ({ page, store }) => {
  await signInAs(page, store, 'admin', '/settings');
  await store.shop.bridge.call('settings.set', { language: 'de' });
  await page.setViewportSize({ width: 1024, height: 700 });
  const zone = page.getByLabel('Zeitzone für alle');
  await expect(zone).toBeVisible();
  const save = page.locator('form', { has: zone }).getByRole('button', { name: 'Speichern' });
  const [choice, button] = [await zone.boundingBox(), await save.boundingBox()];
  expect(choice?.width).toBeGreaterThan(150);
  expect(button?.x).toBeGreaterThan((choice?.x ?? 0) + (choice?.width ?? 0));
  await store.shop.bridge.call('settings.set', { language: 'en' });
});

test('the search makes room for the title and the controls of the live page, in German', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'admin', '/live');
  await store.shop.bridge.call('settings.set', { language: 'de' });
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const title = page.getByRole('heading', { level: 1 });
  const place = page.getByLabel('Standort', { exact: true });
  for (const width of [1440, 1300, 1190]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await title.evaluate((e) => e.scrollWidth - e.clientWidth)).toBe(0);
    expect((await place.boundingBox())?.width).toBeGreaterThan(100);
    expect(await place.evaluate((e) => e.scrollHeight)).toBeLessThan(40);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await page.screenshot({ path: `test-results/screenshots/live-header-${width}-de.png` });
  }
  await store.shop.bridge.call('settings.set', { language: 'en' });
});
