import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { scan } from '../support/renderer/scan.ts';
import { expect, type Store, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

interface Coded {
  readonly id: string;
  readonly name: string;
  readonly barcode: string;
}

/** An item of the demo with an article number as its barcode. */
function coded(store: Store, n: number): Coded {
  const [found] = store.ask<Coded>(
    `SELECT id, name, barcode FROM items WHERE length(barcode) = 13 AND status = 'active' ORDER BY id LIMIT 1 OFFSET ?`,
    n,
  );
  if (!found) throw new Error('The demo has no item with a barcode.');
  return found;
}

/** Makes the window take slow keys for a scanner's: the test's own are slow on a busy machine. */
async function listenPatiently(page: Page): Promise<void> {
  await page.evaluate(() =>
    localStorage.setItem('quayside.ui', JSON.stringify({ scanner: { speed: 'slow' } })),
  );
  await page.reload();
}

test('a scanner opens items, says what is unknown, and leaves people alone', async ({ page, store }) => {
  const item = coded(store, 3);
  await signInAs(page, store, 'manager', '/inventory');
  await listenPatiently(page);
  const heading = page.getByRole('heading', { level: 2, name: item.name });
  await page.getByRole('heading', { level: 1, name: 'Inventory' }).waitFor();

  await test.step('from any page, in each form of the number', async () => {
    await store.open(page, '/orders');
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    await scan(page, `0${item.barcode}`);
    await expect(heading).toBeVisible();
    await store.open(page, '/inventory');
    await expect(heading).toBeHidden();
    await scan(page, `(01)0${item.barcode}(17)271130(10)AB-9`, 'Tab');
    await expect(heading).toBeVisible();
    await expect(page.getByText('Lot AB-9 · Use by 2027-11-30', { exact: true })).toBeVisible();
  });

  await test.step('shortcuts and typing stay what they are', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await expect(page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
    const search = page.getByRole('searchbox').first();
    await search.focus();
    await scan(page, 'chair 12345');
    await expect(search).toHaveValue('chair 12345');
    await search.fill('');
    await search.blur();
  });

  await test.step('a code that nothing has becomes an item', async () => {
    await scan(page, '4006381333931');
    await expect(page.getByText('No item has the code 4006381333931', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Create item with this barcode' }).click();
    const dialog = page.getByRole('dialog', { name: 'New item' });
    await dialog.getByLabel('Name').fill('Highlighter');
    await dialog.getByLabel('Unit').fill('piece');
    await dialog.getByLabel('SKU').fill('HL-1');
    await dialog.getByLabel('Category').fill('Pens');
    await dialog.getByLabel('Price').fill('1.95');
    await dialog.getByLabel('Barcode').fill('4006381333932');
    await expect(dialog.getByText('The last digit should be 1, not 2. Check the number.')).toBeVisible();
    await dialog.getByLabel('Barcode').fill('4006381333931');
    await page.screenshot({ path: 'test-results/screenshots/codes-new-item.png' });
    await dialog.getByRole('button', { name: 'Create item' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Highlighter' })).toBeVisible();
    expect(store.ask('SELECT sku, price FROM items WHERE barcode = ?', '4006381333931')).toEqual([
      { sku: 'HL-1', price: 195 },
    ]);
  });
});

test('labels are printed with the barcode of an item', async ({ page, store }) => {
  const item = coded(store, 5);
  await signInAs(page, store, 'agent', `/inventory/${item.id}`);
  await page
    .getByRole('radiogroup', { name: 'Item details' })
    .or(page.getByRole('group', { name: 'Item details' }))
    .getByText('Details')
    .click();
  await expect(page.getByRole('img', { name: `Barcode ${item.barcode}` })).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/codes-item.png' });
  await page.getByRole('button', { name: 'Print label' }).click();
  const dialog = page.getByRole('dialog', { name: 'Print labels' });
  await dialog.getByLabel(`Labels of ${item.name}`).fill('30');
  await expect(dialog.getByText('30 labels · 2 sheets')).toBeVisible();
  const preview = dialog.getByRole('img', { name: 'Preview of the first sheet' });
  await expect(preview.getByText(item.barcode.replace(/^(.)(.{6})(.{6})$/, '$1 $2 $3'))).toHaveCount(21);
  await page.screenshot({ path: 'test-results/screenshots/codes-labels.png' });
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save PDF' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('labels.pdf');
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  await dialog.getByLabel('Lot').fill('AB-9');
  await expect(preview.getByText('(10)AB-9')).toHaveCount(21);
});
