import { v7 as uuidv7 } from 'uuid';
import { signInColleague } from '../support/colleague.ts';
import { startProgram } from '../support/processes.ts';
import { expect, ownLevel, type Store, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway');
});

interface Place {
  readonly id: string;
  readonly name: string;
  readonly locationId: string;
  readonly place: string;
}

/** A level with stock and no limit of its own; `n` picks another one for each test. */
function levelWith(store: Store, n: number): Place {
  const found = store.ask<Place>(
    `SELECT i.id, i.name, l.location_id AS locationId, o.name AS place
     FROM levels l JOIN items i ON i.id = l.item_id JOIN locations o ON o.id = l.location_id
     WHERE i.status = 'active' AND l.on_hand - l.committed > 30
       AND NOT EXISTS (SELECT 1 FROM thresholds t WHERE t.item_id = i.id)
     ORDER BY i.id DESC LIMIT 1 OFFSET ?`,
    n,
  )[0];
  if (!found) throw new Error('no such level');
  return found;
}

test('a limit that is set offline is shown at once, and sent later', async ({ page, store }) => {
  const { id, name, locationId, place } = levelWith(store, 0);
  await signInAs(page, store, 'manager', `/inventory/${id}`);
  await page.getByRole('heading', { level: 2, name }).waitFor();
  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
  const edit = page.getByRole('button', { name: `Edit the limits at ${place}` });
  const line = page.locator('[data-threshold]').filter({ has: edit });
  await edit.click();
  const dialog = page.getByRole('dialog', { name: 'Stock limits' });
  await dialog.getByLabel('Low at').fill('10007');
  await dialog.getByRole('button', { name: 'Save limits' }).click();
  await expect(line).toContainText(`Low at 10,007, out at 0 · this item at ${place}`);
  await expect(line.getByRole('status')).toHaveText('being saved');
  await page.getByRole('searchbox').fill(name);
  const row = page.getByRole('row').filter({ hasText: name }).filter({ hasText: place });
  await expect(row.first()).toContainText('Low');
  await page.screenshot({ path: 'test-results/screenshots/limit-offline.png' });
  await page.locator('[data-outbox]').click();
  await expect(page.getByRole('dialog', { name: 'Waiting to be sent' })).toContainText(name);
  await page.keyboard.press('Escape');

  await store.shop.restartGateway(true);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await expect(line.getByRole('status')).toHaveCount(0, { timeout: 20_000 });
  await expect(line).toContainText('Low at 10,007');
  expect(
    store.ask('SELECT low_at AS low FROM thresholds WHERE item_id = ? AND location_id = ?', id, locationId),
  ).toEqual([{ low: 10_007 }]);
});

test('stock is reserved for an order by its number, and the list leads to the order', async ({
  page,
  store,
}) => {
  const { id, name, locationId, place } = levelWith(store, 1);
  const admin = await signInColleague(store.shop.gateway.address, 'ines');
  const lines = [{ itemId: id, quantity: 1, unitPrice: 900, total: 900 }];
  const order = { customer: null, currency: 'USD', locationId, lines };
  const [open, closed] = [uuidv7(), uuidv7()];
  await admin.run('orders.create', { ...order, orderId: open, number: 'R-7001' });
  await admin.run('orders.create', { ...order, orderId: closed, number: 'R-7002' });
  await admin.run('orders.cancel', { orderId: closed, reason: 'ordered twice' });

  await signInAs(page, store, 'agent', `/inventory/${id}`);
  await page.getByRole('heading', { level: 2, name }).waitFor();
  await page
    .getByRole('group', { name: 'Item details' })
    .or(page.getByRole('radiogroup', { name: 'Item details' }))
    .getByText('Reservations')
    .click();
  await page.getByRole('button', { name: 'Reserve', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Reserve stock' });
  const location = dialog.getByLabel('Location');
  if ((await location.count()) > 0) await location.selectOption({ label: place });
  const number = dialog.getByLabel('For order');
  const submit = dialog.getByRole('button', { name: 'Reserve', exact: true });
  await number.fill('R-7');
  await expect(dialog.locator('datalist option[value="R-7001"]')).toHaveCount(1);
  await expect(dialog.locator('datalist option[value="R-7002"]')).toHaveCount(0);
  await expect(dialog.getByText('There is no order with this number here.')).toBeVisible();
  await expect(submit).toBeDisabled();
  await number.fill('R-7002');
  await expect(dialog.getByText('Nothing can be held for this order: Cancelled.')).toBeVisible();
  await expect(submit).toBeDisabled();
  await number.fill('r-7001');
  await dialog.getByLabel('Quantity').fill('3');
  await page.screenshot({ path: 'test-results/screenshots/reserve-order.png' });
  await submit.click();
  await expect(dialog).toHaveCount(0);
  const held = (): unknown[] =>
    store.ask(
      `SELECT quantity, status, order_id AS orderId FROM reservations
       WHERE item_id = ? AND location_id = ? AND quantity = 3 AND order_id = ?`,
      id,
      locationId,
      open,
    );
  await expect.poll(held).toEqual([{ quantity: 3, status: 'active', orderId: open }]);
  const list = page.getByRole('list', { name: 'Reservations' });
  await expect(list.getByRole('listitem').filter({ hasText: 'Release' })).toContainText('Order R-7001');
  await page.screenshot({ path: 'test-results/screenshots/reservations-order.png' });
  await list.getByRole('link', { name: 'Order R-7001' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Order R-7001' })).toBeVisible();

  // What is held for an order ends with it.
  await admin.run('orders.cancel', { orderId: open, reason: 'changed their mind' });
  await expect.poll(held).toEqual([{ quantity: 3, status: 'released', orderId: open }]);
});

test('stock that was set offline conflicts with what happened first: both values are shown, and one is chosen', async ({
  page,
  store,
}) => {
  const { itemId: id, name, locationId, place } = await ownLevel(store, 'Conflict lamp', 40);
  const onHand = (): number =>
    store.ask<{ n: number }>(
      'SELECT on_hand AS n FROM levels WHERE item_id = ? AND location_id = ?',
      id,
      locationId,
    )[0]?.n ?? -1;
  await signInAs(page, store, 'manager', `/inventory/${id}`);
  await page.getByRole('heading', { level: 2, name }).waitFor();

  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
  const before = onHand();
  await page.getByRole('button', { name: `Adjust at ${place}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Adjust stock' });
  await dialog.getByText('Set to').click();
  await dialog.getByLabel('On hand').fill(String(before + 9));
  await dialog.getByLabel('Reason').fill('counted');
  await dialog.getByRole('button', { name: 'Adjust stock' }).click();
  await expect(dialog).toHaveCount(0);

  // Meanwhile, somebody takes some of it where this console does not see it.
  const data = ['--port', '0', '--data-dir', store.shop.gatewayDir, '--demo'];
  const elsewhere = await startProgram('gateway', ['serve', ...data]);
  const colleague = await signInColleague(elsewhere.address, 'ines');
  const change = { mode: 'delta', quantity: -4 } as const;
  await colleague.run('inventory.adjust', {
    ...{ itemId: id, locationId, change },
    ...{ reason: 'damaged', reference: null },
  });
  await elsewhere.stop();
  await store.shop.restartGateway(true);
  const refused = page.getByRole('alert').filter({ hasText: place });
  await expect(refused).toContainText('not', { timeout: 40_000 });
  await refused.getByRole('button', { name: 'Review' }).click();
  const note = dialog.getByRole('alert');
  await expect(note).toContainText(`${before - 4} on hand now, not ${before}`);
  await page.screenshot({ path: 'test-results/screenshots/adjust-conflict.png' });
  await note.getByRole('button', { name: `Set to ${before + 9} anyway` }).click();
  await dialog.getByRole('button', { name: 'Adjust stock' }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(onHand).toBe(before + 9);
});
