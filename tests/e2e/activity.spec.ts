import { signInColleague } from '../support/colleague.ts';
import { expect, ownLevel, PERSONA, seriousInThemes, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('activity is narrowed, bursts open, and the list stands still while it is paused', async ({
  page,
  store,
}) => {
  const level = await ownLevel(store, 'Burst lamp', 40);
  const manager = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const receive = (quantity: number) =>
    manager.run('inventory.receive', {
      itemId: level.itemId,
      locationId: level.locationId,
      quantity,
      reference: null,
    });
  await signInAs(page, store, 'manager', '/live');
  const panel = page.getByRole('region', { name: 'Activity', exact: true });
  await panel.getByLabel('Channel').selectOption('Inventory');
  await panel.getByLabel('By whom').selectOption('The team');
  for (let n = 1; n <= 5; n += 1) await receive(n);
  const list = panel.getByRole('list', { name: 'Activity' });
  const burst = list.getByRole('button', { expanded: false }).filter({ hasText: 'Burst lamp' });
  await expect(burst).toContainText('more like it');
  const own = list.getByRole('link').filter({ hasText: 'Burst lamp' });
  const closed = await own.count();
  await burst.focus();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { expanded: true })).toBeVisible();
  await expect.poll(() => own.count()).toBeGreaterThanOrEqual(closed + 5);
  expect(await seriousInThemes(page, store, 'activity')).toEqual([]);

  // Paused: nothing moves, and what came is told and shown afterwards.
  await panel.getByRole('button', { name: 'Pause' }).click();
  const before = await own.count();
  await receive(77);
  await expect(panel.getByRole('button', { name: /new/ })).toContainText('1 new');
  expect(await own.count()).toBe(before);
  await panel.getByRole('button', { name: 'Resume' }).click();
  await expect(list.getByText('77')).toBeVisible();

  await own.last().click();
  await expect(page).toHaveURL(new RegExp(`#/inventory/${level.itemId}`));
});
