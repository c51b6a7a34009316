import type { Locator, Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { type Colleague, signInColleague } from '../support/colleague.ts';
import { expect, type Store, signInAs, test } from './fixtures.ts';

const PRICE = 1250;

/** An order of this spec alone, so that the demo does nothing with it. */
interface Placed {
  readonly id: string;
  readonly number: string;
}

let admin: Colleague;

test.beforeEach(async ({ store }, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway');
  admin = await signInColleague(store.shop.gateway.address, 'ines');
});

async function placePaidOrder(store: Store, number: string): Promise<Placed> {
  const [level] = store.ask<{ itemId: string; locationId: string }>(
    `SELECT item_id AS itemId, location_id AS locationId FROM levels
     WHERE on_hand - committed - unavailable > 30 ORDER BY on_hand DESC LIMIT 1`,
  );
  if (level === undefined) throw new Error('no stock');
  const id = uuidv7();
  await admin.run('orders.create', {
    orderId: id,
    number,
    customer: null,
    currency: 'USD',
    locationId: level.locationId,
    lines: [{ itemId: level.itemId, quantity: 1, unitPrice: PRICE, total: PRICE }],
  });
  await admin.run('payments.receive', {
    paymentId: uuidv7(),
    orderId: id,
    amount: PRICE,
    currency: 'USD',
    method: 'card',
  });
  return { id, number };
}

/** The order's state at the gateway: its status and what was refunded. */
function stateOf(store: Store, { id }: Placed): unknown {
  return store.ask('SELECT status, refunded FROM orders WHERE id = ?', id)[0];
}

const action = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('button', { name, exact: true });
const waits = (page: Page): Locator =>
  page.getByRole('region', { name: /^Order D-/ }).getByText('Waiting for the server');

async function openOrder(page: Page, store: Store, order: Placed): Promise<void> {
  await signInAs(page, store, 'manager', `/orders/${order.id}`);
  await expect(page.getByRole('heading', { level: 1, name: `Order ${order.number}` })).toBeVisible();
}

/** Confirms the open dialog with its own button. */
async function confirm(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}

async function cancelWith(page: Page, reason: string): Promise<void> {
  await action(page, 'Cancel').or(action(page, 'Cancel order')).click();
  await page.getByRole('dialog').getByLabel('Reason').fill(reason);
  await confirm(page, 'Cancel order');
}

test('a manager fulfils one order and cancels another, from their pages', async ({ page, store }) => {
  const [kept, dropped] = [await placePaidOrder(store, 'D-1001'), await placePaidOrder(store, 'D-1002')];
  await openOrder(page, store, kept);
  await action(page, 'Fulfil').click();
  await confirm(page, 'Fulfil');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => stateOf(store, kept)).toEqual({ status: 'fulfilled', refunded: 0 });
  await expect(action(page, 'Fulfil')).toBeDisabled();
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('Order fulfilled');

  await store.open(page, `/orders/${dropped.id}`);
  await cancelWith(page, 'ordered twice');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => stateOf(store, dropped)).toEqual({ status: 'cancelled', refunded: PRICE });
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('ordered twice');
});

test('offline, both are shown at once and sent when the connection is back', async ({ page, store }) => {
  const [kept, dropped] = [await placePaidOrder(store, 'D-2001'), await placePaidOrder(store, 'D-2002')];
  await openOrder(page, store, kept);
  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
  await action(page, 'Fulfil').click();
  await confirm(page, 'Fulfil');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(waits(page)).toBeVisible();
  await expect(action(page, 'Fulfil')).toBeDisabled();
  await store.open(page, `/orders/${dropped.id}`);
  await cancelWith(page, 'ordered twice');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(waits(page)).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/order-cancelled-offline.png' });
  expect(stateOf(store, kept)).toEqual({ status: 'paid', refunded: 0 });

  await store.shop.restartGateway(true);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await expect(waits(page)).toHaveCount(0, { timeout: 20_000 });
  expect(stateOf(store, kept)).toEqual({ status: 'fulfilled', refunded: 0 });
  expect(stateOf(store, dropped)).toEqual({ status: 'cancelled', refunded: PRICE });
});

test('a refusal says why, in the dialog and after the fact', async ({ page, store }) => {
  const [first, second] = [await placePaidOrder(store, 'D-3001'), await placePaidOrder(store, 'D-3002')];
  await openOrder(page, store, first);
  await action(page, 'Fulfil').click();
  await admin.run('orders.cancel', { orderId: first.id, reason: 'the customer called' });
  await confirm(page, 'Fulfil');
  await expect(
    page.getByRole('dialog').getByRole('alert').filter({ hasText: 'The order is cancelled' }),
  ).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true }).click();

  await store.open(page, `/orders/${second.id}`);
  await store.shop.bridge.call('connection.pause', {});
  await expect(page.locator('[data-connection="paused"]')).toBeVisible();
  await action(page, 'Fulfil').click();
  await confirm(page, 'Fulfil');
  await expect(waits(page)).toBeVisible();
  await admin.run('orders.cancel', { orderId: second.id, reason: 'the customer called' });
  await store.shop.bridge.call('connection.resume', {});
  await expect(waits(page)).toHaveCount(0, { timeout: 30_000 });
  await page.locator('[data-outbox]').click();
  const refused = page.getByRole('dialog', { name: 'Waiting to be sent' }).getByRole('listitem');
  await expect(refused).toContainText(second.number);
  await expect(refused).toContainText('The order is cancelled');
  await page.screenshot({ path: 'test-results/screenshots/order-refused.png' });
  await refused.getByRole('button', { name: 'Discard' }).click();
  await page
    .getByRole('dialog', { name: 'Discard this change?' })
    .getByRole('button', { name: 'Discard' })
    .click();
  await expect(page.locator('[data-outbox]')).toHaveCount(0);
});
