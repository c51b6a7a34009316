import { existsSync, readFileSync } from 'node:fs';
import { PDFDocument } from '@cantoo/pdf-lib';
import { DAY_MS, dayOf, dayStart } from '#shared/domain/time.ts';
import { expect, signInAs, test } from './fixtures.ts';

test('yesterday is written by hand and by schedule, and its figures are those of the database', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/settings');
  const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Summaries' }) });
  await panel.getByRole('button', { name: 'Write yesterday now' }).click();
  const row = panel.getByRole('listitem').first();
  await expect(row).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: 'test-results/screenshots/summaries.png' });

  const saved = async (form: 'CSV' | 'PDF') => {
    const download = page.waitForEvent('download');
    await row.getByRole('button', { name: `as ${form}` }).click();
    const file = await download;
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const { timeZone, currency } = await store.shop.bridge.call('session.state', {});
  const day = dayOf(dayStart(dayOf(Date.now(), timeZone), timeZone) - DAY_MS / 2, timeZone);
  const csv = await saved('CSV');
  expect(csv.name).toBe(`daily-${day}.csv`);
  const [sums] = store.ask<{ paid: number; refunded: number }>(
    `SELECT sum(iif(kind = 'payment', amount, 0)) AS paid, sum(iif(kind = 'refund', amount, 0)) AS refunded FROM payments
     WHERE status = 'succeeded' AND currency = ? AND at >= ? AND at < ?`,
    currency,
    dayStart(day, timeZone),
    dayStart(day, timeZone, 1),
  );
  const money = (minor: number): string => (minor / 100).toFixed(2);
  const text = csv.bytes.toString();
  expect(text).toContain(`figure,revenue,,${money((sums?.paid ?? 0) - (sums?.refunded ?? 0))},`);
  expect(text).toContain(`figure,refunds,,${money(sums?.refunded ?? -1)},`);
  const pdf = await saved('PDF');
  expect((await PDFDocument.load(pdf.bytes)).getPageCount()).toBe(1);

  // By schedule: what is switched on begins with yesterday, once it is late enough.
  await panel.getByLabel('Write them from').selectOption('0');
  await panel.getByRole('switch', { name: 'Every day' }).click();
  await expect
    .poll(
      () => store.shop.bridge.call('notifications.list', { after: null, limit: 20 }).then(({ rows }) => rows),
      {
        timeout: 30_000,
      },
    )
    .toContainEqual(expect.objectContaining({ message: 'toast.summary_daily', values: { from: day } }));
  const { folder } = await store.shop.bridge.call('summaries.list', {});
  expect(existsSync(`${folder}/daily-${day}.pdf`)).toBe(true);
  await panel.getByRole('switch', { name: 'Every day' }).click();
  await panel.getByLabel('Write them from').selectOption('6');
});
