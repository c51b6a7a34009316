import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { expect, type Store, seriousIn, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

interface Level {
  readonly itemId: string;
  readonly sku: string;
  readonly name: string;
  readonly locationId: string;
  readonly place: string;
  readonly onHand: number;
}

/** A level with stock that nothing is reserved of; `n` picks another one for each test. */
function levelAt(store: Store, n: number): Level {
  const found = store.ask<Level>(
    `SELECT i.id AS itemId, i.sku, i.name, l.location_id AS locationId, o.name AS place, l.on_hand AS onHand
     FROM levels l JOIN items i ON i.id = l.item_id JOIN locations o ON o.id = l.location_id
     WHERE i.status = 'active' AND l.committed = 0 AND l.on_hand BETWEEN 40 AND 900
     ORDER BY i.sku DESC, l.location_id LIMIT 1 OFFSET ?`,
    n,
  )[0];
  if (!found) throw new Error('no such level');
  return found;
}

const onHand = (store: Store, { itemId, locationId }: Level): number =>
  store.ask<{ n: number }>(
    'SELECT on_hand AS n FROM levels WHERE item_id = ? AND location_id = ?',
    itemId,
    locationId,
  )[0]?.n ?? -1;

const editor = (page: Page, { name, place }: Level) =>
  page.getByRole('dialog', { name: `On hand: ${name}, ${place}` });

/** Finds the level in the table and puts the cursor on what is on hand, by keyboard only. */
async function cursorOn(page: Page, { sku, itemId, locationId }: Level): Promise<void> {
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
  const level = levelAt(store, 5);
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
  await page.waitForTimeout(700);
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
  await page
    .getByRole('radio', { name: /^Low/ })
    .or(page.getByRole('button', { name: /^Low/ }))
    .first()
    .click();
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
  await bar.getByRole('button', { name: 'Copy SKUs' }).click();
  await expect(page.getByText(/SKUs copied/).first()).toBeVisible();
  await page.keyboard.press('End');
  await grid.focus();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});
