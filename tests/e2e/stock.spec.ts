import { expect, type Store, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

interface Place {
  readonly id: string;
  readonly name: string;
  readonly locationId: string;
  readonly available: number;
}

/** A level with enough stock that nothing is reserved of; `n` picks another one for each test. */
function plentiful(store: Store, n: number): Place {
  const found = store.ask<Place>(
    `SELECT i.id, i.name, l.location_id AS locationId, l.on_hand - l.committed - l.unavailable AS available
     FROM levels l JOIN items i ON i.id = l.item_id
     WHERE i.status = 'active' AND l.committed = 0 AND l.on_hand BETWEEN 30 AND 60
       AND NOT EXISTS (SELECT 1 FROM thresholds t WHERE t.item_id = i.id)
     ORDER BY i.id LIMIT 1 OFFSET ?`,
    n,
  )[0];
  if (!found) throw new Error('no such level');
  return found;
}

test('a manager sees which limit applies, sets one for the item, and takes it back', async ({
  page,
  store,
}) => {
  const { id, name, locationId, available } = plentiful(store, 3);
  await signInAs(page, store, 'manager', `/inventory/${id}`);
  await page.getByRole('heading', { level: 2, name }).waitFor();
  const place = store.ask<{ name: string }>('SELECT name FROM locations WHERE id = ?', locationId)[0]?.name;
  const edit = page.getByRole('button', { name: `Edit the limits at ${place}` });
  const line = page.locator('[data-threshold]').filter({ has: edit });
  await expect(line).toHaveAttribute('data-threshold', 'location');
  await edit.click();
  const dialog = page.getByRole('dialog', { name: 'Stock limits' });
  await dialog.getByLabel('Low at').fill(String(available + 10));
  await dialog.getByLabel('Out at').fill(String(available + 11));
  await expect(dialog.getByText('Cannot be above “Low at”.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save limits' })).toBeDisabled();
  await dialog.getByLabel('Out at').fill('0');
  await dialog.getByRole('button', { name: 'Save limits' }).click();
  await expect(line).toHaveAttribute('data-threshold', 'itemHere');
  await expect(line).toContainText(`Low at ${available + 10}, out at 0 · this item at ${place}`);
  const stored = (): unknown[] =>
    store.ask('SELECT low_at AS low FROM thresholds WHERE item_id = ? AND location_id = ?', id, locationId);
  await expect.poll(stored).toEqual([{ low: available + 10 }]);

  const alert = store.ask<{ id: string; value: number }>(
    'SELECT id, raised_value AS value FROM alerts WHERE item_id = ? AND location_id = ? AND resolved_at IS NULL',
    id,
    locationId,
  )[0];
  await store.open(page, `/alerts/${alert?.id}`);
  const detail = page.getByRole('region', { name: 'Alert', exact: true });
  await expect(detail).toContainText(/\d+ available now/);
  await expect(detail).toContainText(`${alert?.value} when raised · alerts at ${available + 10} or below`);
  await expect(detail.locator('[data-threshold="itemHere"]')).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/alert-detail.png' });

  await detail.getByRole('button', { name: /^Edit the limits/ }).click();
  await page.getByRole('button', { name: 'Remove this limit' }).click();
  await expect(detail.getByText('Resolved', { exact: true }).first()).toBeVisible();
  await expect(detail.getByRole('region', { name: 'Earlier alerts here' })).toHaveCount(0);
});

test('an agent reserves and releases stock, and edits no limit', async ({ page, store }) => {
  const { id, name, locationId } = plentiful(store, 8);
  await signInAs(page, store, 'agent', `/inventory/${id}`);
  await page.getByRole('heading', { level: 2, name }).waitFor();
  await expect(page.locator('[data-threshold]').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Edit the limits/ })).toHaveCount(0);
  const place = store.ask<{ name: string }>('SELECT name FROM locations WHERE id = ?', locationId)[0]?.name;
  await page
    .getByRole('group', { name: 'Item details' })
    .or(page.getByRole('radiogroup', { name: 'Item details' }))
    .getByText('Reservations')
    .click();
  await page.getByRole('button', { name: 'Reserve', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Reserve stock' });
  const location = dialog.getByLabel('Location');
  if ((await location.count()) > 0) await location.selectOption({ label: place ?? '' });
  await dialog.getByLabel('Quantity').fill('99999');
  await expect(dialog.getByText(/^Only \d+ available\.$/)).toBeVisible();
  await dialog.getByLabel('Quantity').fill('2');
  await page.screenshot({ path: 'test-results/screenshots/reserve-dialog.png' });
  await dialog.getByRole('button', { name: 'Reserve', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const release = page.getByRole('button', { name: 'Release', exact: true });
  await expect(release.first()).toBeVisible();
  const held = (): unknown[] =>
    store.ask(
      'SELECT quantity, status FROM reservations WHERE item_id = ? AND location_id = ? AND order_id IS NULL ORDER BY created_at',
      id,
      locationId,
    );
  expect(held()).toEqual([{ quantity: 2, status: 'active' }]);
  await page.screenshot({ path: 'test-results/screenshots/reservations.png' });
  await release.first().click();
  const question = page.getByRole('dialog', { name: 'Release this reservation?' });
  await question.getByRole('button', { name: 'Release', exact: true }).click();
  await expect(release).toHaveCount(0);
  await expect.poll(held).toEqual([{ quantity: 2, status: 'released' }]);
  await page
    .getByRole('group', { name: 'Item details' })
    .or(page.getByRole('radiogroup', { name: 'Item details' }))
    .getByText('Ledger')
    .click();
  await expect(page.getByText(/Released by hand/).first()).toBeVisible();
});

test('the ledger speaks the user’s language, also about what the software did', async ({ page, store }) => {
  const sold = store.ask<{ id: string }>(
    `SELECT l.item_id AS id FROM movements m JOIN levels l ON l.id = m.level_id
     WHERE m.type = 'fulfilled' ORDER BY m.seq DESC LIMIT 1`,
  )[0];
  await signInAs(page, store, 'manager', `/inventory/${sold?.id}`);
  await store.shop.bridge.call('settings.set', { language: 'de' });
  try {
    await expect(page.getByText(/Bestellung ausgeliefert/).first()).toBeVisible();
    await expect(page.getByText(/[Oo]rder (placed|fulfilled)/)).toHaveCount(0);
    await page.screenshot({ path: 'test-results/screenshots/ledger-de.png' });
  } finally {
    await store.shop.bridge.call('settings.set', { language: 'en' });
  }
});
