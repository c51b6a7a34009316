import { readFileSync } from 'node:fs';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, seriousInThemes, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('an administrator sees what the month costs, previews a change of plan, and takes invoices away as files', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'admin', '/billing');
  // The months of the shop's past are closed once all that happened in them is counted.
  const listed = () =>
    store.ask<{ id: string; total: number; number: number }>(
      'SELECT id, total, number FROM invoices ORDER BY number DESC',
    );
  await expect.poll(() => listed().length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
  const invoices = listed();
  await expect(page.getByText('Growth', { exact: true })).toBeVisible();
  const fee = store.ask<{ n: number }>(`SELECT count(*) AS n FROM plan_terms WHERE plan = 'growth'`)[0]?.n;
  expect(fee).toBe(1);
  await expect(page.locator('[data-invoice]')).toHaveCount(invoices.length);
  expect(await seriousInThemes(page, store, 'billing')).toEqual([]);

  await page.getByRole('button', { name: 'Change plan' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change plan' });
  await expect(dialog.getByRole('button', { name: 'Change to Growth' })).toBeDisabled();
  await dialog.getByRole('radio', { name: /Scale/ }).focus();
  await page.keyboard.press('Space');
  const preview = dialog.getByRole('table', { name: 'Expected cost' });
  await expect(preview.getByRole('row', { name: /Next month/ })).toContainText('$499.00');
  expect(await seriousInThemes(page, store, 'billing-plan')).toEqual([]);
  await dialog.getByRole('button', { name: 'Change to Scale' }).click();
  await expect(page.getByText(/^Scale from/)).toBeVisible();
  // Choosing the plan in force takes it back.
  await page.getByRole('button', { name: 'Change plan' }).click();
  await dialog.getByRole('radio', { name: /Growth/ }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('button', { name: 'Change to Growth' }).click();
  await expect(page.getByText(/^Scale from/)).toHaveCount(0);

  await page.locator(`[data-invoice="${invoices[0]?.id}"]`).click();
  await expect(page.locator('[data-total]')).toHaveAttribute('data-total', String(invoices[0]?.total));
  expect(await seriousInThemes(page, store, 'invoice')).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as PDF' }).click();
  const pdf = await PDFDocument.load(readFileSync(await (await download).path()));
  expect([pdf.getPageCount(), pdf.getTitle()]).toEqual([1, `Invoice ${invoices[0]?.number}`]);
});
