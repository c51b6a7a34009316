import type { Page } from '@playwright/test';
import { expect, signInAs, test, writeAs } from './fixtures.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

interface Named {
  readonly id: string;
  readonly name: string;
}

test('the palette finds a customer and opens the page', async ({ page, store }) => {
  const [customer] = store.ask<Named>(
    `SELECT customer_id AS id, customer_name AS name FROM orders WHERE customer_id IS NOT NULL ORDER BY placed_at DESC LIMIT 1`,
  );
  if (!customer) throw new Error('The demo has no customer.');
  await signInAs(page, store, 'agent');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(customer.name);
  const found = page.locator(`[cmdk-item][data-value="customer:${customer.id}"]`);
  await expect(found).toBeVisible();
  for (let n = 0; n < 20 && (await found.getAttribute('aria-selected')) !== 'true'; n += 1)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`#/customers/${encodeURIComponent(customer.id)}$`));
  await expect(heading(page, customer.name)).toBeVisible();
});

test('a customer is asked before a conversation ends', async ({ page, store }) => {
  await signInAs(page, store, 'agent');
  const widget = await writeAs(page, store, 'Kim Ending', 'May I end this?');
  const ended: string[] = [];
  widget.on('request', (request) => request.url().includes('/api/end') && ended.push(request.url()));
  await widget.getByRole('button', { name: 'End conversation' }).click();
  const question = widget.getByRole('alertdialog', { name: 'End this conversation?' });
  await expect(question).toBeVisible();
  // The safe answer has the focus.
  await expect(question.getByRole('button', { name: 'Continue' })).toBeFocused();
  await widget.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(widget.getByRole('button', { name: 'End conversation' })).toBeFocused();
  expect(ended).toEqual([]);
  await widget.keyboard.press('Enter');
  await question.getByRole('button', { name: 'End conversation' }).click();
  await expect(widget.getByLabel('Name')).toBeVisible();
  expect(ended.length).toBe(1);
  await widget.close();
});

test('addresses, order numbers and SKUs in messages and in the ledger are links to the right page', async ({
  page,
  store,
}) => {
  const [order] = store.ask<{ id: string; number: string }>(
    'SELECT id, number FROM orders ORDER BY placed_at DESC LIMIT 1',
  );
  const [item] = store.ask<Named & { sku: string }>('SELECT id, sku, name FROM items ORDER BY name LIMIT 1');
  if (!order || !item) throw new Error('The demo has no orders.');
  await signInAs(page, store, 'agent', '/chat');
  const widget = await writeAs(
    page,
    store,
    'Kim Links',
    `See https://example.com/parcel?id=1. It is about ${order.number} and ${item.sku}, thanks.`,
  );
  await page.bringToFront();
  const list = page.getByRole('listbox', { name: 'Conversations' });
  await list.getByRole('option').filter({ hasText: 'Kim Links' }).first().click();
  const log = page.getByRole('log');
  const address = log.getByRole('link', { name: 'https://example.com/parcel?id=1' });
  await expect(address).toHaveAttribute('href', 'https://example.com/parcel?id=1');
  await expect(address).toHaveAttribute('rel', /noopener/);
  const chat = page.url();
  await log.getByRole('link', { name: order.number }).click();
  await expect(heading(page, `Order ${order.number}`)).toBeVisible();
  await page.goto(chat);
  await log.getByRole('link', { name: item.sku }).click();
  await expect(page).toHaveURL(new RegExp(`#/inventory/${encodeURIComponent(item.id)}`));
  await expect(page.getByRole('heading', { level: 2, name: item.name })).toBeVisible();
  const [moved] = store.ask<{ itemId: string; reference: string; orderId: string }>(
    `SELECT l.item_id AS itemId, m.reference AS reference, o.id AS orderId FROM movements m
     JOIN levels l ON l.id = m.level_id JOIN orders o ON o.number = m.reference ORDER BY m.seq DESC LIMIT 1`,
  );
  if (!moved) throw new Error('The ledger names no order.');
  await store.open(page, `/inventory/${encodeURIComponent(moved.itemId)}`);
  await page.getByRole('link', { name: moved.reference }).first().click();
  await expect(page).toHaveURL(new RegExp(`#/orders/${encodeURIComponent(moved.orderId)}$`));
  await widget.close();
});
