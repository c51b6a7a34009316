import type { Page } from '@playwright/test';
import { expect, type Store, signInAs, test } from './fixtures.ts';

interface Known {
  readonly id: string;
  readonly number: string;
  readonly customer: string;
  readonly customerId: string;
}

/** Orders of known customers with a status, newest first. */
function ordersWith(store: Store, status: string): Known[] {
  return store.ask<Known>(
    `SELECT id, number, customer_name AS customer, customer_id AS customerId FROM orders
     WHERE status = ? AND customer_id IS NOT NULL ORDER BY placed_at DESC LIMIT 20`,
    status,
  );
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('the list of orders is searched, filtered and opened by keyboard, and leads back as it was', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/orders');
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Orders' })).toBeVisible();
  const rows = page.locator('tr[id^="order-row-"]');
  await expect(rows.first()).toBeVisible();
  const [order] = ordersWith(store, 'fulfilled');
  if (!order) throw new Error('The demo has no fulfilled order.');
  await page.getByRole('searchbox').fill(order.number.toLowerCase());
  await expect(rows).toHaveCount(1);
  await page.getByLabel('Status').selectOption('fulfilled');
  await expect(rows).toHaveCount(1);
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(heading(page, `Order ${order.number}`)).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Orders' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue(order.number.toLowerCase());
  await expect(page.getByLabel('Status')).toHaveValue('fulfilled');
});

test('a manager refunds what was paid and no more, and writes a note', async ({ page, store }) => {
  const [order] = ordersWith(store, 'fulfilled');
  if (!order) throw new Error('The demo has no fulfilled order.');
  const account = (): { paid: number; refunded: number } | undefined =>
    store.ask<{ paid: number; refunded: number }>(
      'SELECT paid, refunded FROM orders WHERE id = ?',
      order.id,
    )[0];
  const paid = account()?.paid ?? 0;
  await signInAs(page, store, 'manager', `/orders/${order.id}`);
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Amount/).fill(String(paid / 100 + 1));
  await dialog.getByLabel('Reason').fill('broken on arrival');
  await dialog.getByRole('button', { name: 'Refund', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('At most');
  await dialog.getByLabel(/^Amount/).fill('1.00');
  await dialog.getByRole('button', { name: 'Refund', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('broken on arrival');
  await expect.poll(() => account()?.refunded).toBe(100);
  await page.getByLabel('Note').fill('Called the customer.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('Called the customer.');
  await expect
    .poll(() => store.ask("SELECT text FROM order_entries WHERE order_id = ? AND kind = 'note'", order.id))
    .toEqual([{ text: 'Called the customer.' }]);
});

test('an agent notes, but does not fulfil, cancel or refund', async ({ page, store }) => {
  const [order] = ordersWith(store, 'paid');
  if (!order) throw new Error('The demo has no paid order.');
  await signInAs(page, store, 'agent', `/orders/${order.id}`);
  await expect(page.getByLabel('Note')).toBeVisible();
  for (const name of ['Refund', 'Fulfil', 'Cancel order'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
});

test('a customer is opened from an order, and written to', async ({ page, store }) => {
  const [order] = ordersWith(store, 'fulfilled');
  if (!order) throw new Error('The demo has no fulfilled order.');
  await signInAs(page, store, 'agent', `/orders/${order.id}`);
  await page.getByRole('link', { name: order.customer }).first().click();
  await expect(heading(page, order.customer)).toBeVisible();
  const value = store.ask<{ n: number }>(
    'SELECT count(*) AS n FROM orders WHERE customer_id = ?',
    order.customerId,
  );
  await expect(page.getByRole('region', { name: 'Orders' }).getByRole('listitem')).toHaveCount(
    value[0]?.n ?? 0,
  );
  await page.goBack();
  await page.getByRole('button', { name: 'New conversation' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Message').fill(`Your order ${order.number} is at https://example.com/track.`);
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(heading(page, 'Chat')).toBeVisible();
  const link = page.getByRole('link', { name: 'https://example.com/track', exact: true });
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await page.getByRole('link', { name: order.number, exact: true }).first().click();
  await expect(heading(page, `Order ${order.number}`)).toBeVisible();
});
