import type { Locator, Page } from '@playwright/test';
import { expect, type Store, seriousInThemes, signInAs, test } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const orderRow = (page: Page) => page.locator('tr[id^="order-row-"]').first();
const level1 = (page: Page) => page.getByRole('heading', { level: 1 });

/** An order of a known customer, and its customer. */
function sample(store: Store): {
  readonly order: string;
  readonly number: string;
  readonly customer: string;
} {
  const [found] = store.ask<{ order: string; number: string; customer: string }>(
    `SELECT id AS "order", number, customer_id AS customer FROM orders
     WHERE customer_id IS NOT NULL AND status = 'fulfilled' ORDER BY placed_at DESC LIMIT 1`,
  );
  if (!found) throw new Error('The demo has no fulfilled order.');
  return found;
}

test('axe finds nothing serious on orders, customers and notifications, light and dark', async ({
  page,
  store,
}) => {
  test.setTimeout(120_000);
  await signInAs(page, store, 'manager');
  const { order, customer } = sample(store);
  const found: string[] = [];
  const look = async (name: string, ready: Locator): Promise<void> => {
    await ready.first().waitFor();
    await expect(page.getByRole('status', { name: /Loading/ })).toHaveCount(0);
    found.push(...(await seriousInThemes(page, store, name)));
  };
  await store.open(page, '/orders');
  await look('orders', orderRow(page));
  await store.open(page, `/orders/${order}`);
  await look('order', page.locator('main dl'));
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  await look('order-refund', page.getByRole('dialog'));
  await page.keyboard.press('Escape');
  const [bought] = store.ask<{ id: string }>(
    "SELECT id FROM purchases WHERE status IN ('ordered', 'partly_received') AND supplier_id = 'slowboat' LIMIT 1",
  );
  await store.open(page, '/purchasing');
  await look('purchasing', page.locator('tr[id^="purchase-row-"]'));
  await store.open(page, `/purchasing/${encodeURIComponent(bought?.id ?? '')}`);
  await look('purchase', page.locator('main dl'));
  await page.getByRole('button', { name: 'Receive', exact: true }).click();
  await look('receive', page.getByRole('dialog'));
  await page.keyboard.press('Escape');
  await store.open(page, '/purchasing/new?supplier=harbour');
  await look('purchase-new', page.getByRole('combobox'));
  await store.open(page, '/suppliers');
  await look('suppliers', page.locator('tr[id^="supplier-row-"]'));
  await store.open(page, '/suppliers/harbour');
  await look('supplier', page.locator('main table'));
  await store.open(page, `/customers/${customer}`);
  await look('customer', page.locator('main a[href*="/orders/"]'));
  await page.getByRole('button', { name: /^Notifications/ }).click();
  await look('notifications', page.getByRole('dialog'));
  await page.keyboard.press('Escape');
  expect(found).toEqual([]);
});

/** Presses Tab until an element has the focus, which must be visible. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const focused = (): Promise<boolean> => wanted.evaluate((element) => element === document.activeElement);
  for (let n = 0; n < 120 && !(await focused()); n += 1) await page.keyboard.press('Tab');
  await expect(wanted).toBeFocused();
  const ring = await wanted.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  });
  expect(ring, 'the focus is visible').toBe(true);
}

test('orders, an order, its customer and notifications are used by keyboard alone', async ({
  page,
  store,
}) => {
  test.setTimeout(120_000);
  await signInAs(page, store, 'manager');
  const { number } = sample(store);
  await page.keyboard.press('Tab');
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(level1(page)).toHaveText('Orders');
  await orderRow(page).waitFor();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type(number);
  await expect(page.locator('tr[id^="order-row-"]')).toHaveCount(1);
  const grid = page.getByRole('grid');
  await tabTo(page, grid);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(level1(page)).toHaveText(`Order ${number}`);
  await tabTo(page, page.getByRole('button', { name: 'Refund', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Refund', exact: true })).toBeFocused();
  await tabTo(page, page.locator('main a[href*="/customers/"]').first());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/customers\//);
  await tabTo(page, page.locator('main a[href*="/orders/"]').first());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/orders\//);
  const bell = page.getByRole('button', { name: /^Notifications/ });
  await tabTo(page, bell);
  await page.keyboard.press('Enter');
  const centre = page.getByRole('dialog');
  await expect(centre).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(centre).toHaveCount(0);
  await expect(bell).toBeFocused();
});
