import { readFile } from 'node:fs/promises';
import { expect, seriousIn, signInAs, test } from './fixtures.ts';

test('a manager sees what to order and why, exports it, changes the terms and checks the forecast', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/reorder?need=any&sort=suggested&direction=desc');
  const rows = page.locator('tr[data-item]');
  await expect(rows.first()).toBeVisible();
  // Once all days are loaded, the demand is known.
  await expect(page.getByText('Demand of 28 days')).toBeVisible({ timeout: 30_000 });
  expect(await seriousIn(page)).toEqual([]);

  const grid = page.getByRole('grid', { name: 'Items to order' });
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: '1 chosen' })).toBeVisible();
  await page.keyboard.press('Enter');
  const steps = page.locator('[data-step]');
  await expect(steps).toHaveCount(5);
  await expect(steps.first()).toContainText('√');
  expect(await seriousIn(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export chosen' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n').filter(Boolean);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('sku,name,category');
  await page.screenshot({ path: 'test-results/screenshots/reorder-item.png' });
  await page.keyboard.press('Escape');
  await expect(steps).toHaveCount(0);

  await page.getByRole('button', { name: 'Order chosen (1)' }).click();
  const ordering = page.getByRole('dialog');
  await expect(ordering.locator('[data-order-total]')).toBeVisible();
  const raise = ordering.getByRole('button', { name: 'Raise to the minimum' });
  if (await raise.isVisible()) await raise.click();
  await expect(ordering.locator('[data-below-minimum]')).toHaveCount(0);
  await page.screenshot({ path: 'test-results/screenshots/reorder-order.png' });
  expect(await seriousIn(page)).toEqual([]);
  await ordering.getByRole('button', { name: 'Create 1 draft' }).click();
  const drafted = ordering.locator('[data-drafted]');
  await expect(drafted).toContainText('PO-');
  const id = await drafted.getAttribute('data-drafted');
  expect(store.ask('SELECT status FROM purchases WHERE id = ?', id)).toEqual([{ status: 'draft' }]);
  await ordering.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(/^On draft PO-/)).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/reorder-drafted.png' });

  await page.getByRole('button', { name: 'Terms' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Lead time, days').fill('9x');
  await expect(dialog.getByRole('alert')).toContainText('whole number');
  await dialog.getByLabel('Lead time, days').fill('9');
  await dialog.getByLabel('Class A').selectOption('99');
  await dialog.getByRole('button', { name: 'Save terms' }).click();
  await expect(dialog).toHaveCount(0);
  expect(store.ask('SELECT lead_time_days, service_level_a FROM reorder_policy')).toEqual([
    { lead_time_days: 9, service_level_a: 99 },
  ]);

  await page.getByRole('radio', { name: 'Forecast check' }).click();
  await page.getByRole('button', { name: 'Check the forecast' }).click();
  await expect(page.locator('[data-error="wape-naive"]')).toBeVisible({ timeout: 30_000 });
  expect(await seriousIn(page)).toEqual([]);
});

test('the value of the stock and the history of an item are shown', async ({ page, store }) => {
  await signInAs(page, store, 'viewer', '/value');
  await expect(page.locator('tr[data-location="all"]')).toBeVisible();
  await expect(page.locator('tr[data-class="A"]')).toBeVisible({ timeout: 30_000 });
  expect(await seriousIn(page)).toEqual([]);
  await page.locator('tr[data-item] a').first().click();
  await page.getByRole('radio', { name: 'History' }).click();
  const sold = page.locator('[data-figure="sold"]');
  await expect(sold.locator('[data-value]')).toHaveText(/^\d/, { timeout: 30_000 });
  await sold.getByRole('button').click();
  await expect(page.getByText('Units that left for orders')).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await seriousIn(page)).toEqual([]);
});
