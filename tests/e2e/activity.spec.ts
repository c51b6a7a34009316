import { v7 as uuidv7 } from 'uuid';
import { signInColleague } from '../support/colleague.ts';
import { expect, PERSONA, seriousInThemes, signInAs, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('activity is narrowed, bursts open, and the list stands still while it is paused', async ({
  page,
  store,
}) => {
  // A shared board: the living shop changes none meanwhile.
  const admin = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  const boardId = uuidv7();
  await admin.run('boards.save', { boardId, name: 'Burst', widgets: [], expected: null });
  await admin.run('boards.share', { boardId, shared: true, expected: 1 });
  let version = 2;
  const change = async (name: string): Promise<void> => {
    await admin.run('boards.rename', { boardId, name, expected: version });
    version += 1;
  };
  await signInAs(page, store, 'manager', '/live');
  const panel = page.getByRole('region', { name: 'Activity', exact: true });
  await panel.getByLabel('Channel').selectOption('Boards');
  await panel.getByLabel('By whom').selectOption('The team');
  for (let n = 1; n <= 5; n += 1) await change(`Burst ${n}`);
  const list = panel.getByRole('list', { name: 'Activity' });
  const burst = list.getByRole('button', { expanded: false }).filter({ hasText: 'Burst' }).first();
  await expect(burst).toContainText('more like it');
  const own = list.getByRole('link').filter({ hasText: 'Burst' });
  const closed = await own.count();
  await burst.focus();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { expanded: true })).toBeVisible();
  await expect.poll(() => own.count()).toBeGreaterThanOrEqual(closed + 5);
  expect(await seriousInThemes(page, store, 'activity')).toEqual([]);

  // Paused: nothing moves, and what came is told and shown afterwards.
  await panel.getByRole('button', { name: 'Pause' }).click();
  const before = await own.count();
  await change('Burst 77');
  await expect(panel.getByRole('button', { name: /new/ })).toContainText('1 new');
  expect(await own.count()).toBe(before);
  await panel.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => own.count()).toBe(before + 1);

  await own.last().click();
  await expect(page).toHaveURL(new RegExp(`board=${boardId}`));
  await admin.run('boards.remove', { boardId, expected: version });
});
