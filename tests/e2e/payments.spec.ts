import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { DAY_MS } from '#shared/domain/time.ts';
import { type Colleague, signInColleague } from '../support/colleague.ts';
import { expect, type Store, seriousInThemes, signInAs, test } from './fixtures.ts';

const PRICES = [1250, 3100] as const;
const TOTAL = PRICES[0] * 2 + PRICES[1];

interface Placed {
  readonly id: string;
  readonly number: string;
  readonly paymentId: string;
}

/** Places an order of two lines whose first attempt to pay fails, and which then is paid and fulfilled. */
async function sell(admin: Colleague, store: Store, number: string): Promise<Placed> {
  const items = store.ask<{ itemId: string; locationId: string }>(
    `SELECT item_id AS itemId, location_id AS locationId FROM levels WHERE on_hand - committed - unavailable > 20
       AND location_id = (SELECT location_id FROM levels GROUP BY location_id ORDER BY count(*) DESC LIMIT 1)
     ORDER BY on_hand DESC LIMIT 2`,
  );
  const [first, second] = items;
  if (!first || !second) throw new Error('no stock');
  const [id, paymentId] = [uuidv7(), uuidv7()];
  await admin.run('orders.create', {
    ...{ orderId: id, number, customer: null, currency: 'USD', locationId: first.locationId },
    lines: [
      { itemId: first.itemId, quantity: 2, unitPrice: PRICES[0], total: 2 * PRICES[0] },
      { itemId: second.itemId, quantity: 1, unitPrice: PRICES[1], total: PRICES[1] },
    ],
  });
  const attempt = { orderId: id, amount: TOTAL, currency: 'USD', method: 'card' };
  await admin.run('payments.fail', { ...attempt, paymentId: uuidv7(), reason: 'insufficient_funds' });
  await admin.run('payments.receive', { ...attempt, paymentId });
  await admin.run('orders.fulfil', { orderId: id });
  return { id, number, paymentId };
}

const shot = (page: Page, name: string) =>
  page.screenshot({ path: `test-results/screenshots/payments-${name}.png` });

/** Takes pictures in both themes and at two sizes. */
async function shots(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await shot(page, `${name}-${colorScheme}-${width}`);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: null });
}

test('a payment fails, succeeds, is refunded by line, disputed, answered and won', async ({
  page,
  store,
}) => {
  test.setTimeout(180_000);
  const admin = await signInColleague(store.shop.gateway.address, 'ines');
  const order = await sell(admin, store, 'PAY-1001');
  const account = () =>
    store.ask<{ paid: number; refunded: number; returned: string }>(
      'SELECT paid, refunded, returned FROM orders WHERE id = ?',
      order.id,
    )[0];
  await signInAs(page, store, 'manager', `/orders/${order.id}`);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline).toContainText('Payment of $56.00 failed');
  await expect(timeline).toContainText('Insufficient funds');

  // One of the two units of the first line comes back.
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByLabel(/^Quantity of/)
    .first()
    .fill('1');
  await expect(dialog.getByLabel(/^Amount/)).toHaveValue('12.50');
  await dialog.getByLabel('Why').selectOption('refund.damaged');
  await shots(page, 'refund');
  await dialog.getByRole('button', { name: 'Refund', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(timeline).toContainText('Arrived damaged');
  await expect.poll(() => account()?.refunded).toBe(PRICES[0]);
  expect(JSON.parse(account()?.returned ?? '')).toMatchObject([{ quantity: 1 }]);

  // The rest is disputed. The deadline is near.
  const disputed = TOTAL - PRICES[0];
  const disputeId = uuidv7();
  await admin.run('payments.dispute', {
    ...{ disputeId, paymentId: order.paymentId, amount: disputed, currency: 'USD', reason: 'not_received' },
    dueAt: Date.now() + DAY_MS / 2,
  });
  const panel = page.getByRole('region', { name: 'Disputes' });
  await expect(panel).toContainText('Needs an answer');
  await expect(panel).toContainText('Less than a day left');
  // No money is left to refund; goods may still come back.
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Take goods back' })).toBeVisible();
  await expect(dialog.getByLabel(/^Amount/)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await shots(page, 'order');
  await panel.getByRole('button', { name: 'Answer' }).click();
  await dialog.getByLabel('Evidence').fill('Delivered and signed for on Monday.');
  await dialog.getByRole('button', { name: 'Send answer' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(panel).toContainText('Under review');
  await panel.getByRole('button', { name: 'Record as won' }).click();
  await dialog.getByRole('button', { name: 'Record as won' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(panel).toContainText('Won');
  await expect
    .poll(() => store.ask('SELECT status FROM payments WHERE id = ?', order.paymentId))
    .toEqual([{ status: 'succeeded' }]);
  expect(await seriousInThemes(page, store, 'order-payments')).toEqual([]);
});

test('the page of payments lists, filters, and adds up', async ({ page, store }) => {
  test.setTimeout(180_000);
  await signInAs(page, store, 'manager', '/payments');
  const rows = page.locator('tr[id^="payment-row-"]');
  await expect(rows.first()).toBeVisible();
  await page.getByLabel('Status').selectOption('failed');
  await expect(rows.first()).toContainText('Failed');
  await shots(page, 'list');
  expect(await seriousInThemes(page, store, 'payments')).toEqual([]);
  const [failed] = store.ask<{ number: string }>(
    "SELECT order_number AS number FROM payments WHERE status = 'failed' ORDER BY at DESC, id DESC LIMIT 1",
  );
  expect(failed).toBeDefined();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^quayside-payments-.*\.csv$/);
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Order/ })).toBeVisible();
  await page.goBack();

  const tab = (name: string) => page.getByRole('radio', { name, exact: true });
  await tab('Disputes').click();
  await expect(page.locator('tr[id^="dispute-row-"]').first()).toBeVisible({ timeout: 60_000 });
  await shots(page, 'disputes');
  expect(await seriousInThemes(page, store, 'disputes')).toEqual([]);

  await tab('Payouts').click();
  const payouts = page.locator('tr[id^="payout-row-"]');
  await expect(payouts.first()).toBeVisible({ timeout: 60_000 });
  await shots(page, 'payouts');
  await payouts.first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The lines add up to the payout.');
  await shots(page, 'payout');
  const id = new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('payout');
  const [sums] = store.ask<{ net: number; of: number }>(
    `SELECT net, (SELECT sum(CASE l.value ->> 'kind' WHEN 'payment' THEN 1 WHEN 'dispute_won' THEN 1 ELSE -1 END
       * (l.value ->> 'amount') - (l.value ->> 'fee')) FROM json_each(lines) l) AS "of" FROM payouts WHERE id = ?`,
    id,
  );
  expect(sums?.net).toBe(sums?.of);
  expect(await seriousInThemes(page, store, 'payout')).toEqual([]);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

  await tab('Analytics').click();
  await expect(page.getByRole('region', { name: 'By method' })).toContainText('Card');
  await shots(page, 'analytics');
  expect(await seriousInThemes(page, store, 'payment-analytics')).toEqual([]);
});
