import type { Page } from '@playwright/test';
import { expect, type Store, signInAs, test } from './fixtures.ts';

// In German, whose words are longer and whose amounts have their sign behind them.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const html = (page: Page) => page.locator('html');

async function speak(page: Page, store: Store, language: 'en' | 'de'): Promise<void> {
  await store.shop.bridge.call('settings.set', { language });
  await expect(html(page)).toHaveAttribute('lang', language);
}

test.afterEach(async ({ store }) => {
  await store.shop.bridge.call('settings.set', { language: 'en' });
});

/** Returns the parts of figure cards, buttons and table headers whose text is cut off, without a title that shows it. */
function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const roots = document.querySelectorAll(
      '[data-figure], button, a[role="button"], th, [role="columnheader"]',
    );
    for (const root of roots)
      for (const part of [root, ...root.querySelectorAll('*')]) {
        if (!(part instanceof HTMLElement) || !part.checkVisibility() || part.clientWidth <= 1) continue;
        if (part.closest('.sr-only')) continue;
        if (part.scrollWidth <= part.clientWidth || getComputedStyle(part).display === 'inline') continue;
        // What hangs out and is seen nevertheless is no cut text.
        if (getComputedStyle(part).overflowX === 'visible') {
          const within = part.closest('[data-figure], button, th')?.getBoundingClientRect();
          const range = document.createRange();
          range.selectNodeContents(part);
          if (within === undefined || range.getBoundingClientRect().right <= within.right + 1) continue;
        } else if (getComputedStyle(part).textOverflow === 'ellipsis' && part.closest('[title]') !== null)
          continue;
        found.push(`${part.tagName} “${part.textContent?.trim().slice(0, 50)}”`);
      }
    return [...new Set(found)];
  });
}

const PLACES = [
  ['/live', '[data-figure="revenue"][data-value]'],
  ['/orders', 'tr[id^="order-row-"]'],
  ['/inventory', 'tr[id^="stock-"]'],
  ['/reorder?need=any', 'tr[data-item]'],
  ['/value', 'tr[data-location]'],
  ['/counts', 'tr[id^="count-row-"]'],
  ['/transfers', 'tr[id^="transfer-row-"]'],
  ['/alerts', '[role="option"], main p'],
  ['/alerts/rules', '[role="option"]'],
  ['/chat', '[role="option"]'],
] as const;

test('figures, buttons and headers are not cut off at 1024 × 700', async ({ page, store }) => {
  test.setTimeout(120_000);
  await signInAs(page, store, 'manager');
  await page.setViewportSize({ width: 1024, height: 700 });
  await speak(page, store, 'de');
  const found: Record<string, string[]> = {};
  for (const [path, ready] of PLACES) {
    await store.open(page, path);
    await page.locator(ready).first().waitFor();
    await page.screenshot({ path: `test-results/screenshots/german-${path.slice(1)}-1024.png` });
    const cut = await clipped(page);
    if (cut.length > 0) found[path] = cut;
  }
  expect(found).toEqual({});
});

test('amounts, numbers and keys are written as in German', async ({ page, store }) => {
  await signInAs(page, store, 'manager');
  await speak(page, store, 'de');
  const money = /^[-+]?\d{1,3}(\.\d{3})*(,\d{2})?\s[$€£]$/u;
  const revenue = page.locator('[data-figure="revenue"][data-value] .text-xl').first();
  await expect(revenue).toHaveText(money);
  // One decimal is neither short nor money, and no other sign follows it.
  for (const path of ['/live', '/orders', '/inventory']) {
    await store.open(page, path);
    await page.locator('[data-figure][data-value], tr[id^="order-row-"], tr[id^="stock-"]').first().waitFor();
    // As it is seen: cells apart from each other.
    // biome-ignore lint/performance/useDomNodeTextContent: the text content runs the cells together
    const text = await page.locator('main').innerText();
    const amounts = text.match(/[-+]?[\d.,]+\s[$€£]/gu) ?? [];
    if (path !== '/inventory') expect(amounts.length).toBeGreaterThan(2);
    for (const amount of amounts) expect(amount).toMatch(/^[-+]?\d{1,3}(\.\d{3})*(,\d{2})?\s[$€£]$/u);
    expect(text).not.toMatch(/[$€£]\d/u);
  }
  await page.locator('main').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  await expect(help).toContainText('Strg');
  await expect(help).not.toContainText('Ctrl');
});

test('a refusal of the server and what stands on screen follow the language', async ({ page, store }) => {
  const [order] = store.ask<{ id: string; paid: number; refunded: number }>(
    "SELECT id, paid, refunded FROM orders WHERE status = 'fulfilled' AND paid > refunded ORDER BY placed_at DESC LIMIT 1",
  );
  if (!order) throw new Error('The demo has no fulfilled order.');
  await signInAs(page, store, 'manager', `/orders/${order.id}`);
  // The form refuses a larger amount by itself, so the command comes from elsewhere: as from a form that is behind.
  const id = `0${(Date.now() + 0x1_0000_0000_0000).toString(16).slice(1)}`.slice(-12);
  const uuid = `${id.slice(0, 8)}-${id.slice(8)}-7000-8000-000000000001`;
  await store.shop.bridge.call('commands.submit', {
    id: uuid,
    type: 'payments.refund',
    data: {
      paymentId: uuid,
      orderId: order.id,
      amount: order.paid - order.refunded + 123_456,
      currency: 'USD',
      reason: 'too much',
      returned: [],
    },
  });
  const toast = page.locator('[data-toasts] li').filter({ hasText: /refunded|erstattet/ });
  await expect(toast).toContainText('At most $');
  await expect(toast.getByRole('button', { name: 'Discard' })).toBeVisible();
  await speak(page, store, 'de');
  await expect(toast).toContainText(/Höchstens [\d.]+,\d{2}\s\$ können erstattet werden/);
  await expect(toast).not.toContainText('At most');
  await expect(toast.getByRole('button', { name: 'Verwerfen' })).toBeVisible();
  await expect(toast.getByRole('button', { name: 'Discard' })).toHaveCount(0);
  await page.getByRole('button', { name: /^Benachrichtigungen/ }).click();
  await expect(
    page
      .getByRole('dialog')
      .getByText(/Höchstens/)
      .first(),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await store.shop.bridge.call('commands.discard', { id: uuid });
});
