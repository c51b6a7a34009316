import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { expect, type OwnLevel, ownLevel, type Store, seriousIn, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const onHand = (store: Store, { itemId, locationId }: OwnLevel): number =>
  store.ask<{ n: number }>(
    'SELECT on_hand AS n FROM levels WHERE item_id = ? AND location_id = ?',
    itemId,
    locationId,
  )[0]?.n ?? -1;

const editor = (page: Page, { name, place }: OwnLevel) =>
  page.getByRole('dialog', { name: `On hand: ${name}, ${place}` });

/** Finds the level in the table and puts the cursor on what is on hand, by keyboard only. */
async function cursorOn(page: Page, { sku, itemId, locationId }: OwnLevel): Promise<void> {
  await page.getByRole('searchbox').fill(sku);
  const row = page.locator(`[id="stock-${itemId}:${locationId}"]`);
  await row.waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  for (let n = 0; n < 10 && (await row.getAttribute('aria-current')) !== 'true'; n += 1)
    await page.keyboard.press('ArrowDown');
  await expect(row).toHaveAttribute('aria-current', 'true');
}

test('stock is changed in the table by keyboard, and what was typed outlives the window', async ({
  page,
  store,
}) => {
  const level = await ownLevel(store, 'Table lamp', 60);
  await signInAs(page, store, 'manager', '/inventory');
  await cursorOn(page, level);
  await page.keyboard.press('F2');
  const box = editor(page, level);
  await box.waitFor();
  await page.keyboard.type('+5');
  await page.keyboard.press('Enter');
  await expect(box.getByText('Enter a reason')).toBeVisible();
  await page.keyboard.type('Counted again');
  await page.keyboard.press('Enter');
  await expect(box).toHaveCount(0);
  await expect(page.getByRole('grid')).toBeFocused();
  await expect.poll(() => onHand(store, level)).toBe(level.onHand + 5);

  // The cursor is on the cell, and the reason is offered again.
  await page.keyboard.press('Enter');
  await page.keyboard.type(String(level.onHand + 2));
  await expect(box.getByLabel('Reason')).toHaveValue('Counted again');
  await page.screenshot({ path: 'test-results/screenshots/table-inline.png' });
  const kept = async () => JSON.stringify((await store.shop.bridge.call('forms.list', {})).forms);
  await expect.poll(kept).toMatch(new RegExp(`\\b${level.onHand + 2}\\b`));
  await page.reload();
  await cursorOn(page, level);
  await page.keyboard.press('F2');
  await expect(box.getByLabel('On hand')).toHaveValue(String(level.onHand + 2));
  await page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);

  // Somebody else changes it while the box is open: both values are shown.
  await page.keyboard.press('F2');
  await expect(box.getByLabel('On hand')).toHaveValue(String(level.onHand + 2));
  await store.shop.bridge.call('commands.submit', {
    id: uuidv7(),
    type: 'inventory.adjust',
    data: {
      itemId: level.itemId,
      locationId: level.locationId,
      change: { mode: 'delta', quantity: 7 },
      reason: 'found',
      reference: null,
    },
  });
  await expect(box.getByRole('alert')).toContainText(String(level.onHand + 12));
  await expect(box.getByRole('alert')).toContainText(String(level.onHand + 5));
  await box.getByRole('button', { name: new RegExp(`${level.onHand + 12}`) }).click();
  await page.keyboard.press('Enter');
  await expect(box).toHaveCount(0);
  await expect.poll(() => onHand(store, level)).toBe(level.onHand + 2);
});

test('a view is saved, shared, found again and changed; its address names it', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/inventory');
  await page.getByRole('grid').waitFor();
  // There may be nothing that is low.
  await page.getByRole('radio', { name: 'In stock' }).click();
  await page.getByRole('button', { name: 'Choose columns' }).click();
  const chooser = page.getByRole('dialog', { name: 'Choose columns' });
  await chooser.getByLabel('Value', { exact: true }).check();
  await chooser.getByLabel('Value', { exact: true }).press('Alt+ArrowUp');
  await page.screenshot({ path: 'test-results/screenshots/table-columns.png' });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Value' })).toBeVisible();

  const menu = page.getByRole('button', { name: /^View:/ });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Save as new view' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('To order');
  await page.keyboard.press('Enter');
  await expect(menu).toHaveText('To order');
  await expect(page).toHaveURL(/saved=[^&]+$/);
  const stored = (): unknown[] =>
    store.ask(`SELECT name, shared, version FROM views WHERE name LIKE 'To order%'`);
  await expect.poll(stored).toEqual([{ name: 'To order', shared: 0, version: 1 }]);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Share with everybody' }).click();
  await page.getByRole('button', { name: 'Share with everybody' }).click();
  await expect.poll(stored).toEqual([{ name: 'To order', shared: 1, version: 2 }]);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await menu.click();
  await expect(page.getByRole('menuitem', { name: 'Stop sharing' })).toBeVisible();
  await page.keyboard.press('Escape');

  // Changing a filter marks the view; saving it takes no question.
  await page.getByRole('button', { name: 'Sort by Value' }).click();
  await expect(page.getByRole('button', { name: 'View: To order, changed' })).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Save changes' }).click();
  await expect.poll(stored).toEqual([{ name: 'To order', shared: 1, version: 3 }]);
  await expect(page.getByRole('button', { name: 'View: To order', exact: true })).toBeVisible();
  await menu.click();
  await page.screenshot({ path: 'test-results/screenshots/table-views.png' });
  await page.getByRole('menuitem', { name: 'All stock' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('to order');
  await page
    .getByRole('option', { name: /To order/ })
    .first()
    .click();
  await expect(menu).toHaveText('To order');
});

test('rows are selected by keyboard, and all that match as one', async ({ page, store, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => undefined);
  await signInAs(page, store, 'manager', '/inventory');
  const grid = page.getByRole('grid');
  await page.locator('tr[id^="stock-"]').first().waitFor();
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await expect(bar.getByRole('status')).toHaveText('3 rows selected');
  await expect(page.locator('tr[aria-selected="true"]')).toHaveCount(3);
  await page.screenshot({ path: 'test-results/screenshots/table-selected.png' });
  expect(await seriousIn(page)).toEqual([]);
  await page.keyboard.press('Control+a');
  const [all] = store.ask<{ n: number }>(
    `SELECT count(*) AS n FROM levels l JOIN items i ON i.id = l.item_id WHERE i.status = 'active'`,
  );
  await expect(bar.getByRole('status')).toHaveText(
    `${new Intl.NumberFormat('en').format(all?.n ?? 0)} rows selected`,
  );
  // All items are changed in steps; a second change of the same is told from the first.
  await bar.getByRole('button', { name: 'Edit items' }).click();
  const edit = page.getByRole('dialog', { name: /^Edit [\d,]+ items?$/ });
  await edit.getByLabel('Unit').fill('crate');
  await page.screenshot({ path: 'test-results/screenshots/bulk-edit.png' });
  await edit.getByRole('button', { name: 'Save' }).click();
  const items =
    store.ask<{ n: number }>(
      `SELECT count(DISTINCT l.item_id) AS n FROM levels l JOIN items i ON i.id = l.item_id WHERE i.status = 'active'`,
    )[0]?.n ?? 0;
  const crates = () => store.ask<{ n: number }>(`SELECT count(*) AS n FROM items WHERE unit = 'crate'`)[0]?.n;
  await expect.poll(crates, { timeout: 20_000 }).toBe(items);
  if (items > 500) {
    await expect(edit.locator('[data-bulk="applied"]')).toContainText(
      new Intl.NumberFormat('en').format(items),
    );
    await page.screenshot({ path: 'test-results/screenshots/bulk-summary.png' });
    await edit.getByRole('button', { name: 'Close', exact: true }).last().click();
  }
  await expect(edit).toHaveCount(0);
  await bar.getByRole('button', { name: 'Copy SKUs' }).click();
  await expect(page.getByText(/SKUs copied/).first()).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export these rows' }).click();
  const file = await readFile(await (await saved).path(), 'utf8');
  expect(file.trimEnd().split(/\r?\n/)).toHaveLength((all?.n ?? 0) + 1);
  await page.keyboard.press('End');
  await grid.focus();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);

  // A count and the reorder list begin with the selected rows.
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await bar.getByRole('button', { name: 'Reorder' }).click();
  await expect(page.getByText('1 selected item', { exact: true })).toBeVisible();
  await page.goBack();
  await page.locator('tr[id^="stock-"]').first().locator('td').first().click();
  await bar.getByRole('button', { name: 'Count these' }).click();
  const count = page.getByRole('dialog', { name: 'Count the selected items' });
  await count.getByLabel('Name').fill('Chosen');
  await count.getByRole('button', { name: 'Start counting' }).click();
  await expect(page).toHaveURL(/counts\//);
  expect(
    store.ask(
      `SELECT count(*) AS n FROM count_lines l JOIN counts c ON c.id = l.count_id WHERE c.name = 'Chosen'`,
    ),
  ).toEqual([{ n: 1 }]);
});

test('a transfer is planned of selected rows, and their labels are printed', async ({ page, store }) => {
  const levels = [await ownLevel(store, 'Chosen lamp', 12), await ownLevel(store, 'Chosen shade', 7)];
  await signInAs(page, store, 'manager', '/inventory');
  await page.getByRole('searchbox').fill('Chosen ');
  const grid = page.getByRole('grid');
  await expect(page.locator('tr[id^="stock-"]')).toHaveCount(2);
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await expect(bar.getByRole('status')).toHaveText('2 rows selected');

  await bar.getByRole('button', { name: 'Print labels' }).click();
  const labels = page.getByRole('dialog', { name: 'Print labels' });
  for (const { name } of levels) await expect(labels).toContainText(name);
  await page.keyboard.press('Escape');
  await expect(labels).toHaveCount(0);

  await bar.getByRole('button', { name: 'Transfer', exact: true }).click();
  const plan = page.getByRole('dialog');
  const [other] = store.ask<{ id: string }>(
    'SELECT id FROM locations WHERE id <> ? LIMIT 1',
    levels[0]?.locationId,
  );
  await plan.getByLabel('To', { exact: true }).selectOption(other?.id ?? '');
  await plan.getByText('All that is available').click();
  await page.screenshot({ path: 'test-results/screenshots/transfer-selected.png' });
  await plan.getByRole('button', { name: 'Create draft' }).click();
  await expect(page).toHaveURL(/transfers\/[^?]/);
  const id = decodeURIComponent(/transfers\/([^?]+)/.exec(page.url())?.[1] ?? '');
  const lines = () =>
    store.ask<{ itemId: string; quantity: number }>(
      `SELECT l.value ->> '$.itemId' AS itemId, l.value ->> '$.quantity' AS quantity
       FROM transfers t, json_each(t.lines) l WHERE t.id = ? ORDER BY quantity DESC`,
      id,
    );
  await expect.poll(lines).toEqual(levels.map(({ itemId, onHand: quantity }) => ({ itemId, quantity })));
});
