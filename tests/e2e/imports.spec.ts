import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { csvLine } from '#shared/domain/csv.ts';
import { expect, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce', acceptDownloads: true } });

test('an export has every row of the database; changed and imported, it is applied and undone', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/inventory');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Import / Export' }).click();
  await page.getByLabel('What to export').selectOption('items');
  await page.getByLabel('Format').selectOption('semicolon');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('\ufeffsku;name')).toBe(true);
  const lines: string[][] = parse(text, { bom: true, delimiter: ';' });
  const items = store.ask<{ sku: string }>('SELECT sku FROM items ORDER BY sku');
  expect(
    lines
      .slice(1)
      .map(([sku]) => sku)
      .toSorted(),
  ).toEqual(items.map(({ sku }) => sku).toSorted());

  const [header = [], ...rows] = lines;
  const renamed = rows.slice(0, 40).map(([sku = '', name = '', ...rest]) => [sku, `${name} (new)`, ...rest]);
  const german = { separator: ';', decimal: ',', bom: true } as const;
  const edited = [header, ...renamed, ...rows.slice(40, 60)].map((line) => csvLine(line, german)).join('');
  await page.getByLabel('CSV file').setInputFiles({
    name: 'artikel.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`\ufeff${edited}`),
  });
  await page.getByRole('button', { name: 'Check 60 lines' }).click();
  await expect(page.getByRole('radio', { name: /^Changed/ })).toContainText('40');
  await expect(page.locator('main [role="listitem"]').first()).toContainText('(new)');
  const named = (): number =>
    store.ask<{ n: number }>("SELECT count(*) AS n FROM items WHERE name LIKE '% (new)'")[0]?.n ?? -1;
  expect(named()).toBe(0);
  await page.getByRole('button', { name: 'Apply 40 changes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply 40 changes' }).click();
  await page.getByRole('button', { name: 'Undo…' }).click();
  expect(named()).toBe(40);
  await page.getByRole('button', { name: 'Undo import' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo import' }).click();
  await expect(page.locator('main h2')).toContainText('Undone');
  expect(named()).toBe(0);
});

test('a broken file says where, and a wrong line is named with its column; nothing is changed', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/imports');
  const choose = (text: string | Uint8Array) =>
    page
      .getByLabel('CSV file')
      .setInputFiles({ name: 'stock.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await choose('sku,location,on_hand\nA,"Main,5\n');
  await expect(page.getByRole('alert')).toContainText('Line 2');
  await expect(page.getByRole('alert')).toContainText('never closed');
  await choose(new Uint8Array([...Buffer.from('sku;on_hand\nGr'), 0xfc, 0x6e, 0x3b, 0x31]));
  await expect(page.getByRole('button', { name: 'Read as Windows-1252' })).toBeVisible();
  const [level] = store.ask<{ sku: string; location: string }>(
    'SELECT i.sku, o.name AS location FROM levels l JOIN items i ON i.id = l.item_id JOIN locations o ON o.id = l.location_id LIMIT 1',
  );
  const head = 'Artikelnummer,Filiale,Menge,Bemerkung\n';
  await choose(`${head}${level?.sku},${level?.location},1.000,x\nX-1,Nowhere,1e9,x\n`);
  await expect(page.getByText('Not imported: Bemerkung.')).toBeVisible();
  await page.getByRole('button', { name: 'Check 2 lines' }).click();
  await expect(page.locator('main [role="listitem"]')).toHaveCount(2);
  await expect(page.locator('main [role="listitem"]').first()).toContainText('Column 3 (On hand): “1.000”');
  await expect(page.getByRole('button', { name: /^Apply/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel import' }).click();
  await expect(page.locator('main h2')).toContainText('Cancelled');
});
