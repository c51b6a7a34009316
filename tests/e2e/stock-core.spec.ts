import { signInColleague } from '../support/colleague.ts';
import { expect, type Store, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** A level with stock and no lots; `n` picks another one for each test. */
function level(store: Store, n: number) {
  const found = store.ask<{
    id: string;
    sku: string;
    name: string;
    locationId: string;
    place: string;
    onHand: number;
  }>(
    `SELECT i.id, i.sku, i.name, l.location_id AS locationId, p.name AS place, l.on_hand AS onHand
     FROM levels l JOIN items i ON i.id = l.item_id JOIN locations p ON p.id = l.location_id
     WHERE i.status = 'active' AND l.committed = 0 AND l.unavailable = 0 AND l.lots = 0 AND l.on_hand BETWEEN 30 AND 60
     ORDER BY i.id LIMIT 1 OFFSET ?`,
    20 + n,
  )[0];
  if (!found) throw new Error('no such level');
  return found;
}

test('a manager receives a lot, sets some of it aside and throws it away', async ({ page, store }) => {
  const { id, name, locationId, place, onHand } = level(store, 0);
  await signInAs(page, store, 'manager', `/inventory/${id}`);
  await page.getByRole('heading', { level: 2, name }).waitFor();
  await page
    .getByRole('radiogroup', { name: 'Item details' })
    .or(page.getByRole('group', { name: 'Item details' }))
    .getByText('Lots')
    .click();
  await page.getByRole('button', { name: 'Receive' }).click();
  const receive = page.getByRole('dialog', { name: 'Receive goods' });
  const location = receive.getByLabel('Location');
  if ((await location.count()) > 0) await location.selectOption({ label: place });
  await receive.getByLabel('Quantity').fill('5');
  await receive.getByLabel(/^Expires/).fill('2099-12-31');
  await expect(receive.getByText('Enter the lot that expires.')).toBeVisible();
  await receive.getByLabel(/^Lot/).fill('L-2099');
  await receive.getByRole('button', { name: 'Receive' }).click();
  await expect(receive).toHaveCount(0);
  const lot = page.locator('[data-lot="L-2099"]');
  await expect(lot).toContainText('days left');

  await page.getByRole('button', { name: `Set aside or put back at ${place}` }).click();
  const aside = page.getByRole('dialog', { name: 'Set stock aside' });
  await aside.getByLabel('Quantity').fill('3');
  await aside.getByLabel('Lot', { exact: true }).selectOption({ index: 1 });
  await page.screenshot({ path: 'test-results/screenshots/set-aside.png' });
  await aside.getByRole('button', { name: 'Set aside', exact: true }).click();
  await expect(aside).toHaveCount(0);
  const card = page.locator(`[data-set-aside="${locationId}"]`);
  await expect(card).toContainText('Damaged: 3');
  await expect(lot).toContainText('Damaged 3');

  await page.getByRole('button', { name: `Set aside or put back at ${place}` }).click();
  await aside.getByRole('radio', { name: 'Write off' }).click();
  await aside.getByLabel('Quantity').fill('4');
  await expect(aside.getByText('At most 3.')).toBeVisible();
  await aside.getByLabel('Quantity').fill('3');
  await aside.getByRole('button', { name: 'Write off', exact: true }).click();
  await expect(card).toHaveCount(0);
  const stored = store.ask(
    'SELECT on_hand AS onHand, unavailable FROM levels WHERE item_id = ? AND location_id = ?',
    id,
    locationId,
  );
  expect(stored).toEqual([{ onHand: onHand + 2, unavailable: 0 }]);
});

test('two people edit an item: the dialog shows both values', async ({ page, store }) => {
  const { id, name } = level(store, 3);
  await signInAs(page, store, 'manager', `/inventory/${id}`);
  await page.getByRole('heading', { level: 2, name }).waitFor();
  await page.getByRole('button', { name: 'More for this item' }).click();
  await page.getByRole('menuitem', { name: 'Edit item' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit item' });
  await dialog.getByLabel('Category').fill('Mine');
  await (await signInColleague(store.shop.gateway.address, 'ines')).run('inventory.edit_items', {
    changes: { category: 'Theirs', unit: 'box' },
    items: [{ itemId: id, expected: {} }],
  });
  const conflict = dialog.locator('[data-conflict="category"]');
  await expect(conflict).toContainText('Theirs');
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.screenshot({ path: 'test-results/screenshots/edit-item.png' });
  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  // What was not edited stays as the other person left it.
  expect(store.ask('SELECT category, unit FROM items WHERE id = ?', id)).toEqual([
    { category: 'Mine', unit: 'box' },
  ]);
});

test('an agent finds reservations over all items, and releases one', async ({ page, store }) => {
  const { id, sku, name, locationId } = level(store, 6);
  await (await signInColleague(store.shop.gateway.address, 'ines')).run('inventory.reserve', {
    reservationId: `core-${id}`,
    itemId: id,
    locationId,
    quantity: 2,
    orderId: null,
    expiresAt: null,
  });
  await signInAs(page, store, 'agent', `/inventory?view=reservations&find=${sku}`);
  const row = page.locator(`[data-reservation="core-${id}"]`);
  await expect(row).toContainText(name);
  await expect(row).toContainText('left');
  await page.screenshot({ path: 'test-results/screenshots/reservations.png' });
  await row.getByRole('button', { name: 'Release' }).click();
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Release' })
    .click();
  await expect(row).toHaveCount(0);
  await page.getByRole('radio', { name: 'Ended' }).click();
  await expect(row).toContainText('Released');
});
