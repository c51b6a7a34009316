import type { Page } from '@playwright/test';
import { signInColleague } from '../support/colleague.ts';
import { expect, type Store, seriousIn, signInAs, test } from './fixtures.ts';

interface Stocked {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly onHand: number;
}

/** Items that a location has much of, the least sold first, so that the living shop leaves them alone. */
function stockedAt(store: Store, locationId: string, limit: number, offset: number): Stocked[] {
  return store.ask<Stocked>(
    `SELECT i.id, i.sku, i.name, l.on_hand AS onHand FROM levels l JOIN items i ON i.id = l.item_id
     WHERE l.location_id = ? AND i.status = 'active' AND l.on_hand - l.committed - l.unavailable > 12
       AND length(i.sku) > 5 ORDER BY i.id DESC LIMIT ? OFFSET ?`,
    locationId,
    limit,
    offset,
  );
}

const scan = async (page: Page, label: string, code: string): Promise<void> => {
  const field = page.getByLabel(label);
  await field.fill(code);
  await field.press('Enter');
};

test('a sheet is counted by scanner and by hand, two people settle a line, and posting changes the stock', async ({
  page,
  store,
}) => {
  const [first, second] = stockedAt(store, 'store', 2, 3);
  if (!first || !second) throw new Error('no stock');
  await signInAs(page, store, 'manager', '/counts');
  await page.getByRole('button', { name: 'New count' }).first().click();
  const start = page.getByRole('dialog', { name: 'New count' });
  await start.getByLabel('Name (optional)').fill('Back room');
  await start.getByLabel('Location').selectOption({ label: 'Harbour store' });
  await start.getByText('List of items').click();
  for (const { sku, name } of [first, second]) {
    await scan(page, 'Scan or search an item', sku);
    await expect(start.getByRole('listitem').filter({ hasText: name })).toHaveCount(1);
  }
  await start.getByRole('button', { name: 'Start counting' }).click();
  await expect(page).toHaveURL(/#\/counts\/.+/);
  const countId = decodeURIComponent(page.url().split('/counts/')[1] ?? '');
  const row = (name: string) => page.locator('tr[id^="count-line-"]').filter({ hasText: name });
  await expect(row(first.name)).toBeVisible();

  await scan(page, 'Scan a barcode, or type a SKU or a name', 'no-such-code');
  await expect(page.getByRole('alert').filter({ hasText: 'no-such-code' })).toBeVisible();
  await scan(page, 'Scan a barcode, or type a SKU or a name', first.sku);
  await scan(page, 'Scan a barcode, or type a SKU or a name', first.sku);
  await expect(row(first.name).locator('td').nth(2)).toHaveText('2');
  expect(await seriousIn(page)).toEqual([]);

  // What a colleague enters meanwhile must not be overwritten unseen.
  await row(second.name).click();
  const quantity = page.getByLabel('Counted', { exact: true });
  await expect(quantity).toBeFocused();
  const colleague = await signInColleague(store.shop.gateway.address, 'ines');
  await quantity.fill('5');
  await quantity.press('Enter');
  await expect(row(second.name).locator('td').nth(2)).toHaveText('5');
  await expect(row(second.name).locator('[aria-label*="waiting"]')).toHaveCount(0);
  const entry = store.ask<{ id: string }>(
    'SELECT entry_id AS id FROM count_lines WHERE count_id = ? AND item_id = ?',
    countId,
    second.id,
  )[0];
  const theirs = { itemId: second.id, adds: false, from: 5 };
  await colleague.run('counts.enter', {
    countId,
    entries: [{ ...theirs, counted: 4, seen: entry?.id ?? null }],
    at: null,
  });
  await expect(row(second.name).locator('td').nth(2)).toHaveText('4');

  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.locator('[data-sum="differing"]')).toContainText('2');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  const post = page.getByRole('dialog', { name: /^Post sheet/ });
  await expect(post).toContainText('2 levels change');
  await post.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(page.getByText(/^Posted by Marco Reyes/)).toBeVisible();
  const posted = store.ask<{ item: string; delta: number; type: string }>(
    `SELECT l.item_id AS item, m.delta_on_hand AS delta, m.type FROM movements m JOIN levels l ON l.id = m.level_id
     WHERE m.reference = (SELECT number FROM counts WHERE id = ?) ORDER BY m.n`,
    countId,
  );
  const lines = store.ask<{ item: string; delta: number }>(
    'SELECT item_id AS item, counted - level_at AS delta FROM count_lines WHERE count_id = ? ORDER BY n',
    countId,
  );
  expect(posted).toEqual(lines.map((line) => ({ ...line, type: 'counted' })));
});

test('an entry made offline meets a colleague’s, and the person chooses between both', async ({
  page,
  store,
}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway');
  const [item] = stockedAt(store, 'store', 1, 8);
  if (!item) throw new Error('no stock');
  const colleague = await signInColleague(store.shop.gateway.address, 'ines');
  const countId = `e2e-count-${Date.now()}`;
  await colleague.run('counts.start', {
    ...{ countId, name: 'Offline', locationId: 'store', choice: 'items', category: null, blind: true },
    itemIds: [item.id],
  });
  await signInAs(page, store, 'agent', `/counts/${countId}`);
  const row = page.locator('tr[id^="count-line-"]').filter({ hasText: item.name });
  await row.click();
  const quantity = page.getByLabel('Counted', { exact: true });
  await quantity.waitFor();
  await page.locator('[data-connection]').click();
  await page.getByRole('button', { name: 'Pause live updates' }).click();
  await page.keyboard.press('Escape');
  await row.click();
  await quantity.fill('8');
  await quantity.press('Enter');
  await expect(row.locator('[aria-label*="waiting"]')).toBeVisible();
  await colleague.run('counts.enter', {
    countId,
    entries: [{ itemId: item.id, counted: 3, adds: false, from: null, seen: null }],
    at: null,
  });
  await page.locator('[data-connection]').click();
  await page
    .getByRole('dialog', { name: 'Connection' })
    .getByRole('button', { name: 'Resume live updates' })
    .click();
  await page.keyboard.press('Escape');
  const conflict = page.locator(`[data-conflict="${item.id}"]`);
  await expect(conflict).toContainText('You counted 8. Ines Okafor counted 3 meanwhile.', {
    timeout: 20_000,
  });
  await conflict.getByRole('button', { name: 'Add to theirs: 11' }).click();
  await expect(conflict).toHaveCount(0);
  await expect
    .poll(() => store.ask('SELECT counted FROM count_lines WHERE count_id = ?', countId))
    .toEqual([{ counted: 11 }]);
  await colleague.run('counts.cancel', { countId, reason: 'test' });
});

test('goods are sent, received short by scan, and the rest is written off', async ({ page, store }) => {
  const [item] = stockedAt(store, 'warehouse', 1, 5);
  if (!item) throw new Error('no stock');
  await signInAs(page, store, 'manager', '/transfers');
  await page.getByRole('button', { name: 'New transfer' }).first().click();
  const create = page.getByRole('dialog', { name: 'New transfer' });
  await create.getByLabel('From').selectOption({ label: 'Central warehouse' });
  await create.getByLabel('To', { exact: true }).selectOption({ label: 'Harbour store' });
  await create.getByRole('button', { name: 'Create draft' }).click();
  await scan(page, 'Scan an item to add it, or type a SKU or a name', item.sku);
  const quantity = page.getByLabel(`Quantity of ${item.name}`);
  await quantity.fill('3');
  await quantity.press('Enter');
  await expect(page.getByText('Waiting for the server')).toHaveCount(0);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const send = page.getByRole('dialog', { name: /^Send transfer/ });
  await expect(send).toContainText('Takes 3 pieces from the stock');
  await send.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('[data-total="inTransit"]')).toHaveText('3');
  expect(await seriousIn(page)).toEqual([]);

  await page.getByRole('button', { name: 'Receive', exact: true }).click();
  const receive = page.getByRole('dialog', { name: /^Receive transfer/ });
  for (const code of [item.sku, item.sku])
    await scan(page, 'Scan an item: its quantity goes up by one', code);
  await expect(receive).toContainText(`Missing: 1 × ${item.name}`);
  await receive.getByLabel('Write it off as lost').check();
  await receive.getByLabel('Reason for writing it off').fill('fell off the van');
  await receive.getByRole('button', { name: 'Receive', exact: true }).click();
  await expect(page.locator('[data-total="writtenOff"]')).toHaveText('1');
  const transferId = decodeURIComponent(page.url().split('/transfers/')[1] ?? '');
  await expect
    .poll(() => store.ask('SELECT status, reason FROM transfers WHERE id = ?', transferId))
    .toEqual([{ status: 'received', reason: 'fell off the van' }]);
  const moved = store.ask<{ place: string; delta: number }>(
    `SELECT l.location_id AS place, m.delta_on_hand AS delta FROM movements m JOIN levels l ON l.id = m.level_id
     WHERE m.reference = (SELECT number FROM transfers WHERE id = ?) ORDER BY m.seq, m.n`,
    transferId,
  );
  expect(moved).toEqual([
    { place: 'warehouse', delta: -3 },
    { place: 'store', delta: 2 },
  ]);
});
