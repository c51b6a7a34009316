import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { makeItem } from '../support/make/item.ts';
import { expect, ownLevel, seriousInThemes, signInAs, test } from './fixtures.ts';

interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly total: number;
  readonly customer: string | null;
}

/** The price of the items that the tests make. */
const PRICE = makeItem().price;
const ORDER = `SELECT id, number, status, total, customer_name AS customer FROM orders WHERE customer_name = ?`;

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screenshots/${name}.png` });
}

test('a manager enters an order by keyboard, finds it in a view of their own, and exports it', async ({
  page,
  store,
}, info) => {
  test.skip(info.project.name === 'desktop', 'saves a file');
  const level = await ownLevel(store, `Teapot ${uuidv7().slice(-6)}`, 1000);
  const customer = `Wanda ${uuidv7().slice(-6)}`;
  await signInAs(page, store, 'manager', '/orders');
  await expect(page.getByRole('grid', { name: /^Orders/ })).toBeVisible();
  await page.getByRole('grid', { name: /^Orders/ }).focus();
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { level: 1, name: 'New order' })).toBeVisible();

  // An item, its quantity, another price with its reason, and a discount.
  const find = page.getByRole('combobox', { name: 'Add an item' });
  await find.fill(level.sku);
  await expect(page.getByRole('option', { name: level.name })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel(`Quantity of ${level.name}`)).toBeFocused();
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(find).toBeFocused();
  await page.getByLabel(`Price of ${level.name}`).fill('4.00');
  await page.getByLabel(`Discount on ${level.name}`).fill('1.50');
  const send = page.getByRole('button', { name: 'Enter order' });
  await send.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Enter why the price differs.')).toBeVisible();
  await page.getByLabel(`Why ${level.name} has another price`).fill('Dented box');
  await expect(page.getByText('Suggested: everything is available there.')).toBeVisible();
  await expect(page.locator('[data-total]')).toHaveText('$10.50');

  // Somebody new, who pays in cash.
  await page.getByRole('combobox', { name: 'Customer' }).fill(customer);
  await page.getByRole('option', { name: `New customer “${customer}”` }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('E-mail address').fill('wanda@example.test');
  await page.getByLabel('Payment').selectOption('Paid in cash');
  await page.getByLabel('Note for the team').fill('Collects it on Friday.');
  expect(await seriousInThemes(page, store, 'order-entry')).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 700 });
  await look(page, 'order-entry-small');
  await page.setViewportSize({ width: 1440, height: 900 });

  // The draft survives; then it is sent by keyboard.
  await expect.poll(async () => (await store.shop.bridge.call('forms.list', {})).forms.length).toBe(1);
  await page.reload();
  await expect(page.getByLabel(`Why ${level.name} has another price`)).toHaveValue('Dented box');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(customer);
  await expect(page.locator('[data-total]')).toHaveText('$10.50');
  await page.keyboard.press('Control+Enter');
  await expect
    .poll(() => store.ask<OrderRow>(ORDER, customer))
    .toMatchObject([{ status: 'paid', total: 1050 }]);
  const [order] = store.ask<OrderRow>(ORDER, customer);
  expect(order?.number).toMatch(/^SO-\d{5}$/);
  await expect(page.getByRole('heading', { level: 1, name: `Order ${order?.number}` })).toBeVisible();
  await expect(page.getByText('Collects it on Friday.')).toBeVisible();
  await look(page, 'order-entered');

  // A view of what this customer paid.
  await store.open(page, '/orders');
  await page.getByRole('searchbox', { name: 'Number, customer or SKU' }).fill(customer);
  await page.getByRole('button', { name: 'Filters', exact: true }).press('Enter');
  await page.getByRole('dialog', { name: 'Filters' }).getByLabel('Payment').selectOption('Paid');
  await look(page, 'orders-filters');
  await page.keyboard.press('Escape');
  const grid = page.getByRole('grid', { name: /^Orders/ });
  await expect(grid.getByRole('row')).toHaveCount(2);
  await expect(page.getByText('1 order', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'View: All orders' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Save as new view' }).press('Enter');
  await page.getByRole('dialog').getByLabel('Name').fill(`Paid by ${customer}`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `View: Paid by ${customer}` })).toBeVisible();
  await look(page, 'orders-view');

  // The file has its line.
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export orders' });
  await expect(dialog.locator('[data-range]')).toContainText('This computer holds');
  await dialog.getByLabel('One row for each').selectOption('Line of an order');
  await look(page, 'orders-export');
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export' }).press('Enter');
  const text = await readFile(await (await saved).path(), 'utf8');
  expect(text.split('\r\n')[1]).toContain(
    `,1,${level.sku},${level.name},3,4.00,${(PRICE / 100).toFixed(2)},Dented box,1.50,10.50,${order?.id}`,
  );

  await page.getByRole('button', { name: `View: Paid by ${customer}` }).press('Enter');
  await page.getByRole('menuitem', { name: 'Delete view' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).press('Enter');
  await expect(page.getByRole('button', { name: 'View: All orders' })).toBeVisible();
});

test('an order that the server refused later is opened again, changed and sent', async ({ page, store }) => {
  const level = await ownLevel(store, `Saucer ${uuidv7().slice(-6)}`, 1);
  await signInAs(page, store, 'manager', '/orders');
  const orderId = uuidv7();
  const line = { itemId: level.itemId, quantity: 2, unitPrice: PRICE, discount: 0, priceReason: null };
  const data = {
    ...{ orderId, customer: null, currency: 'USD', locationId: level.locationId, lines: [line] },
    ...{ note: null, payment: null },
  };
  // As it comes out of the outbox when the connection is back, and the stock has gone meanwhile.
  await store.shop.bridge.call('commands.submit', { id: uuidv7(), type: 'orders.enter', data });
  const refused = page.getByRole('alert').filter({ hasText: `${level.name}: 1 available` });
  await refused.getByRole('button', { name: 'Show' }).click();
  await look(page, 'order-refused');
  await refused.getByRole('button', { name: 'Open again' }).click();
  await expect(page.getByText('Only 1 available')).toBeVisible();
  await expect(refused).toHaveCount(0);
  await look(page, 'order-again');
  await page.getByLabel(`Quantity of ${level.name}`).fill('1');
  await page.getByRole('button', { name: 'Enter order' }).click();
  const entered = `SELECT total FROM orders WHERE lines ->> '$[0].itemId' = ?`;
  await expect.poll(() => store.ask(entered, level.itemId)).toEqual([{ total: PRICE }]);
  const { entries } = await store.shop.bridge.call('commands.outbox', {});
  expect(entries.filter(({ type, state }) => type === 'orders.enter' && state === 'refused')).toEqual([]);
});
