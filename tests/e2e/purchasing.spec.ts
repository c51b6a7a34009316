import type { Page } from '@playwright/test';
import { scan } from '../support/renderer/scan.ts';
import { expect, type Store, signInAs, test } from './fixtures.ts';

interface Offer {
  readonly supplierId: string;
  readonly supplier: string;
  readonly itemId: string;
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly packSize: number;
}

/** An item of a supplier whose name is found in full text. */
function someOffer(store: Store): Offer {
  const [offer] = store.ask<Offer>(
    `SELECT o.supplier_id AS supplierId, s.name AS supplier, o.item_id AS itemId, i.sku, i.name, o.price, o.pack_size AS packSize
     FROM supplier_items o JOIN suppliers s ON s.id = o.supplier_id JOIN items i ON i.id = o.item_id
     WHERE o.supplier_id = 'harbour' AND o.pack_size > 1 ORDER BY i.id LIMIT 1`,
  );
  if (!offer) throw new Error('The demo has no supplier with items.');
  return offer;
}

const incomingOf = (store: Store, itemId: string): number =>
  store.ask<{ n: number }>('SELECT sum(incoming) AS n FROM levels WHERE item_id = ?', itemId)[0]?.n ?? 0;
const orderOf = (page: Page): string => /purchasing\/([^/?]+)/.exec(page.url())?.[1] ?? '';

test('an order is written by keyboard, placed, received by scanner in two deliveries, and saved', async ({
  page,
  store,
}) => {
  const offer = someOffer(store);
  await signInAs(page, store, 'manager', '/purchasing/new');
  await page.getByRole('searchbox').fill(offer.supplier);
  await page.getByRole('link', { name: offer.supplier }).press('Enter');
  await page.getByLabel('Add an item').fill(offer.sku);
  await expect(page.getByRole('option').first()).toContainText(offer.name);
  await page.keyboard.press('Enter');
  const quantity = page.getByLabel(`Quantity of ${offer.name}`);
  await expect(quantity).toBeFocused();
  const units = offer.packSize * 2;
  await page.keyboard.type(String(units - 1));
  await page.getByRole('button', { name: `Whole packs: ${units}` }).click();
  const before = incomingOf(store, offer.itemId);
  await page.getByRole('button', { name: 'Place order' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Purchase order PO-/ })).toBeVisible();
  const id = orderOf(page);
  await expect.poll(() => incomingOf(store, offer.itemId)).toBe(before + units);
  await expect(page.locator('[data-incoming]')).toHaveText(String(units));

  // A scan on the page opens the delivery and counts there.
  await scan(page, offer.sku);
  await expect(page.getByLabel(`Arrived now of ${offer.name}`)).toHaveValue('1');
  await page.getByLabel(`Arrived now of ${offer.name}`).fill('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Scan or type a code')).toBeFocused();
  await page.keyboard.type('not-a-code\n');
  await expect(dialog.getByText('“not-a-code” is not on this order.')).toBeVisible();
  await page.keyboard.type(`${offer.sku.toLowerCase()}\n`);
  await expect(dialog.getByLabel(`Arrived now of ${offer.name}`)).toHaveValue('1');
  await dialog.getByRole('button', { name: 'Put into stock' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Partly received')).toBeVisible();
  await expect.poll(() => incomingOf(store, offer.itemId)).toBe(before + units - 1);

  await page.getByRole('button', { name: 'Receive', exact: true }).click();
  await dialog.getByLabel(`Arrived now of ${offer.name}`).fill(String(units));
  await expect(dialog.getByText('1 over')).toBeVisible();
  await dialog.getByRole('button', { name: 'Put into stock' }).click();
  await expect(dialog.getByRole('alert')).toContainText('More arrived than was ordered');
  await dialog.getByRole('switch').click();
  await dialog.getByRole('button', { name: 'Put into stock' }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(() => store.ask('SELECT status FROM purchases WHERE id = ?', id))
    .toEqual([{ status: 'received' }]);
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('1 over');

  for (const [name, ending] of [
    ['PDF for the supplier', 'pdf'],
    ['CSV', 'csv'],
  ] as const) {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
    expect((await saved).suggestedFilename()).toMatch(new RegExp(`^PO-\\d+\\.${ending}$`));
  }
});

test('two people who edit a supplier see both values and choose', async ({ page, store }) => {
  const [supplier] = store.ask<{ name: string }>("SELECT name FROM suppliers WHERE id = 'baltic'");
  await signInAs(page, store, 'manager', '/suppliers');
  await page.getByRole('searchbox').fill(supplier?.name ?? '');
  await page.locator('tr[id^="supplier-row-"]').first().click();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Phone').fill('030 123');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(() => store.ask("SELECT phone FROM suppliers WHERE id = 'baltic'"))
    .toEqual([{ phone: '030 123' }]);
  await expect(page.getByText('030 123')).toBeVisible();
});
