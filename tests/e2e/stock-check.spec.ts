import { expect, seriousInThemes, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

interface Level {
  readonly itemId: string;
  readonly locationId: string;
  readonly name: string;
  readonly onHand: number;
}

test('a difference between stock and ledger is found, shown with both values, and repaired with a reason', async ({
  page,
  store,
}) => {
  test.setTimeout(150_000);
  const [level] = store.ask<Level>(
    `SELECT l.item_id AS itemId, l.location_id AS locationId, i.name, l.on_hand AS onHand FROM levels l
     JOIN items i ON i.id = l.item_id WHERE l.on_hand > 20 ORDER BY l.at LIMIT 1`,
  );
  if (!level) throw new Error('The demo has no stock.');
  store.damage(
    'UPDATE levels SET on_hand = on_hand + 7 WHERE item_id = ? AND location_id = ?',
    level.itemId,
    level.locationId,
  );

  await signInAs(page, store, 'manager', '/watchdog');
  await page.getByRole('button', { name: 'Check now' }).click();
  const row = page.getByRole('row').filter({ hasText: level.name });
  await expect(row).toBeVisible({ timeout: 30_000 });
  await expect(row.getByText('Level and ledger')).toBeVisible();
  expect(await seriousInThemes(page, store, 'stock-check')).toEqual([]);

  // The alert comes with the end of the run that finds the difference.
  await expect
    .poll(() => store.ask('SELECT 1 FROM watchdog_runs WHERE differences > 0').length, { timeout: 30_000 })
    .toBeGreaterThan(0);
  // The figures of the run are those of the database.
  const facts = page.locator('section', { has: page.getByRole('heading', { name: 'Last check' }) });
  const [run] = store.ask<{ levels: number; movements: number }>(
    'SELECT levels, movements FROM watchdog_runs ORDER BY finished_at DESC LIMIT 1',
  );
  for (const figure of [run?.levels ?? -1, run?.movements ?? -1])
    await expect(
      facts.getByText(new Intl.NumberFormat('en-US').format(figure), { exact: true }),
    ).toBeVisible();
  expect(run?.levels).toBe(store.ask<{ n: number }>('SELECT count(*) AS n FROM levels')[0]?.n);

  // By keyboard: open the dialog, give a reason, send.
  await row.getByRole('button', { name: 'Repair' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Repair ${level.name}` });
  await expect(dialog.getByText(new Intl.NumberFormat('en-US').format(level.onHand + 7))).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/stock-check-repair.png' });
  await expect(dialog.getByRole('button', { name: 'Repair', exact: true })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('The disk was full');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('No differences')).toBeVisible();
  const facit = (): { stored: number; summed: number } | undefined =>
    store.ask<{ stored: number; summed: number }>(
      `SELECT l.on_hand AS stored, (SELECT sum(m.delta_on_hand) FROM movements m WHERE m.level_id = l.id) AS summed
       FROM levels l WHERE l.item_id = ? AND l.location_id = ?`,
      level.itemId,
      level.locationId,
    )[0];
  await expect.poll(() => facit()?.stored).toBe(facit()?.summed);

  // One alert stood for the difference, and the repair has resolved it.
  expect(
    store.ask<{ state: string; outcome: string }>(
      "SELECT state, outcome FROM alerts WHERE kind = 'stock_check'",
    ),
  ).toEqual([{ state: 'resolved', outcome: 'recovered' }]);

  // The sums of this computer are those of its payments.
  const figures = page.locator('section', {
    has: page.getByRole('heading', { name: 'Figures on this computer' }),
  });
  await figures.getByRole('button', { name: 'Recount' }).click();
  // Two months, hour by hour, while the shop lives on.
  await expect(figures.getByText('All sums are what the payments add up to.')).toBeVisible({
    timeout: 60_000,
  });
  const payments = store.ask<{ n: number }>('SELECT count(*) AS n FROM payments')[0]?.n ?? -1;
  await expect
    .poll(async () => Number((await figures.locator('dd').nth(1).textContent())?.replaceAll(',', '')))
    .toBeGreaterThanOrEqual(Math.min(1, payments));
  await page.screenshot({ path: 'test-results/screenshots/stock-check-figures.png' });
});
