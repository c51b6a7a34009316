import type { Page } from '@playwright/test';
import { expect, type Store } from '../e2e/fixtures.ts';
import { at, found, LOW_ITEM, type Scene } from './scene.ts';

const itemTab =
  (sql: string, tab: string, ready: string) =>
  async (page: Page, store: Store): Promise<void> => {
    await found('/inventory', sql, '[data-threshold]')(page, store);
    await page.locator(`[role="radio"][data-value="${tab}"]`).click();
    await page.locator(ready).first().waitFor({ timeout: 30_000 });
  };

const ITEM_WITH_LOTS = `SELECT item_id AS id FROM lots WHERE on_hand > 0 GROUP BY item_id ORDER BY count(*) DESC LIMIT 1`;
const WITH_BARCODE = `SELECT id FROM items WHERE barcode IS NOT NULL ORDER BY id LIMIT 1`;

/** Chooses a file with three lines that cannot be applied, and has it checked. */
async function checkImport(page: Page, store: Store): Promise<void> {
  await at('/imports', 'main h2, main label')(page, store);
  const [item] = store.ask<{ sku: string; name: string; category: string }>(
    'SELECT sku, name, category FROM items ORDER BY sku LIMIT 1',
  );
  const lines = [
    'sku,name,category,unit,price,currency',
    `${item?.sku},"${item?.name.replaceAll('"', '""')} (new)",${item?.category},piece,9.90,USD`,
    'LAMP-1,Desk lamp,Furniture,piece,twelve,USD',
    'LAMP-2,Floor lamp,Furniture,piece,49.90,Dollars',
    ',Table lamp,Furniture,piece,29.90,USD',
  ];
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({
      name: 'items.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${lines.join('\n')}\n`),
    });
  await page.getByRole('button', { name: /^(Check 4 lines|4 Zeilen prüfen)/ }).click();
  await page.locator('[role="radio"][data-value="errors"]').click({ timeout: 30_000 });
}

/** Has the stock and the figures checked. */
async function checkStock(page: Page, store: Store): Promise<void> {
  await at('/watchdog', 'main svg')(page, store);
  await page.getByRole('button', { name: /^(Check now|Jetzt prüfen)/ }).click();
  await page.getByRole('button', { name: /^(Recount|Nachzählen)/ }).click();
  // The last check, and the figures.
  await page.locator('main dl').nth(1).waitFor({ timeout: 30_000 });
}

/** Enters an order with a line whose price was changed, for somebody who is known. */
async function enterOrder(page: Page, store: Store): Promise<void> {
  // A page that was left may still keep what was typed.
  await at('/orders', '#order-row-1')(page, store);
  await store.shop.bridge.call('forms.save', { type: 'orders.enter', key: 'new', form: null });
  await at('/orders/new', '[data-total]')(page, store);
  const items = store.ask<{ sku: string }>(
    `SELECT i.sku FROM items i JOIN levels l ON l.item_id = i.id WHERE l.on_hand - l.committed - l.unavailable > 2
     GROUP BY i.id ORDER BY i.sku LIMIT 2`,
  );
  const fields = page.locator('input[role="combobox"]');
  for (const { sku } of items) {
    await fields.first().fill(sku);
    await page.locator('[role="option"]').first().click();
  }
  const line = page.locator('tr[data-line]').first().getByRole('textbox');
  await line.nth(0).fill('2');
  await line.nth(1).fill('5.00');
  await line.nth(2).fill('1.00');
  await page.locator('tr[data-line] + tr:not([data-line])').getByRole('textbox').fill('Dented box');
  await fields.nth(1).click();
  await page.keyboard.press('ArrowDown');
  await page.locator('[role="option"]').nth(1).click();
}

/** Opens the filters of the list of orders. */
async function filterOrders(page: Page, store: Store): Promise<void> {
  await at('/orders?payment=paid', '#order-row-3')(page, store);
  await page.getByRole('button', { name: /^Filters?/ }).click();
}

/** Pages about stock, signed in as somebody who may change it. */
export const STOCK_SCENES: readonly Scene[] = [
  { name: 'order-entry', guide: 'order-entry', open: enterOrder },
  { name: 'orders-filters', guide: 'orders', open: filterOrders },
  { name: 'inventory', open: at('/inventory', 'tr[id^="stock-"]') },
  {
    name: 'stock-selection',
    guide: 'stock-table',
    open: async (page, store) => {
      await at('/inventory', 'tr[id^="stock-"]')(page, store);
      await page.getByRole('grid').focus();
      for (let n = 0; n < 3; n += 1) {
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Space');
      }
    },
  },
  { name: 'item', open: found('/inventory', LOW_ITEM, '[data-threshold]') },
  {
    name: 'item-lots',
    guide: 'items-and-stock',
    open: itemTab(ITEM_WITH_LOTS, 'lots', '[data-lot]'),
  },
  { name: 'item-history', open: itemTab(LOW_ITEM, 'history', '.recharts-surface') },
  {
    name: 'labels',
    guide: 'scanning',
    open: async (page, store) => {
      await found('/inventory', WITH_BARCODE, '[data-threshold]')(page, store);
      await page.locator('[role="radio"][data-value="facts"]').click();
      await page.getByRole('button', { name: /^(Print label|Etikett drucken)/ }).click();
      await page.getByRole('dialog').locator('svg').nth(1).waitFor();
    },
  },
  { name: 'reorder', guide: 'reorder', open: at('/reorder?need=any', 'tr[data-item]') },
  { name: 'reorder-item', guide: 'reorder-item', open: found('/reorder', LOW_ITEM, '[data-step]') },
  { name: 'purchasing', open: at('/purchasing', 'tr[id^="purchase-row-"]') },
  {
    name: 'purchase',
    guide: 'purchasing',
    open: found(
      '/purchasing',
      `SELECT id FROM purchases ORDER BY status = 'partly_received' DESC, created_at DESC LIMIT 1`,
      '[data-incoming]',
    ),
  },
  { name: 'purchase-new', open: at('/purchasing/new', 'main input') },
  { name: 'suppliers', open: at('/suppliers', 'tr[id^="supplier-row-"]') },
  {
    name: 'supplier',
    open: found('/suppliers', 'SELECT id FROM suppliers ORDER BY name LIMIT 1', 'main table tbody tr'),
  },
  { name: 'transfers', open: at('/transfers', 'tr[id^="transfer-row-"]') },
  {
    name: 'transfer',
    open: found('/transfers', 'SELECT id FROM transfers ORDER BY created_at DESC LIMIT 1', 'main tbody tr'),
  },
  { name: 'counts-list', open: at('/counts', 'tr[id^="count-row-"]') },
  {
    name: 'counts',
    guide: 'counts',
    open: async (page, store) => {
      await at('/counts', 'tr[id^="count-row-"]')(page, store);
      await page.locator('tr[id^="count-row-"]').last().click();
      await page.locator('tr[id^="count-line-"]').first().waitFor();
    },
  },
  { name: 'value', guide: 'value', open: at('/value', '.recharts-surface') },
  { name: 'stock-check', guide: 'stock-check', open: checkStock },
  { name: 'imports', guide: 'import-export', open: checkImport },
  { name: 'alerts', guide: 'alerts', open: at('/alerts', '[role="option"]') },
  {
    name: 'alert',
    open: async (page, store) => {
      await at('/alerts', '[role="option"]')(page, store);
      await page.getByRole('option').first().click();
      await expect(page.getByRole('option', { selected: true })).toHaveCount(1);
    },
  },
  { name: 'alert-rules', open: at('/alerts/rules', '[data-edit]') },
];
