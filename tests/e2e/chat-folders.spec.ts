import type { Page } from '@playwright/test';
import { openTalk, signInColleague } from '../support/colleague.ts';
import { expect, type Store, seriousInThemes, signInAs, test } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const listOf = (page: Page) => page.getByRole('listbox', { name: 'Conversations' });
const folders = (page: Page) => page.getByRole('list', { name: 'Saved folders' });
const folder = (page: Page, name: string) => folders(page).getByRole('button', { name });
const views = (store: Store, name: string) =>
  store.ask<{ id: string; filters: string; shared: number; version: number }>(
    "SELECT id, filters, shared, version FROM views WHERE page = 'chat' AND name = ?",
    name,
  );

async function choose(page: Page, menu: string, item: string | RegExp): Promise<void> {
  await page.keyboard.press(menu);
  await page.getByRole('menuitem', { name: item }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
}

test('filters are combined and kept as a folder with counts, which is renamed, shared, moved and deleted', async ({
  page,
  store,
}) => {
  test.setTimeout(180_000);
  const colleague = await signInColleague(store.shop.gateway.address, 'ines');
  const names = ['Folder Ann', 'Folder Bob', 'Folder Cem'];
  const ids: string[] = [];
  for (const name of names) ids.push(await openTalk(colleague, name));
  const [first = '', second = ''] = ids;
  for (const conversationId of ids)
    await colleague.run('chat.set_labels', { conversationId, add: ['folder test'], remove: [] });
  for (const conversationId of [first, second])
    await colleague.run('chat.set_priority', { conversationId, priority: 'low' });
  await signInAs(page, store, 'manager', '/chat?label=folder+test');
  await expect(listOf(page).getByRole('option')).toHaveCount(3);

  await listOf(page).focus();
  await choose(page, 'f', 'Priority: Low');
  await expect(listOf(page).getByRole('option')).toHaveCount(2);
  await choose(page, 'f', 'Channel: Opened by the team');
  await expect(listOf(page).getByRole('option')).toHaveCount(2);
  await choose(page, 'd', 'Latest opened first');
  await expect(page).toHaveURL(/channel=agent/);
  await page.screenshot({ path: 'test-results/screenshots/chat-folder-chips.png' });

  await choose(page, 'v', 'Save as new folder');
  const dialog = page.getByRole('dialog', { name: 'Save as new folder' });
  await dialog.getByLabel('Name').fill('Low ones');
  await page.keyboard.press('Enter');
  await expect(folder(page, 'Low ones')).toHaveAttribute('aria-pressed', 'true');
  await expect(folder(page, 'Low ones').locator('[data-folder-open]')).toContainText('2');
  const [{ id: folderId } = { id: '' }] = views(store, 'Low ones');
  await expect(page).toHaveURL(new RegExp(`saved=${folderId}`));

  // What changes in the shop changes the count; the address alone brings the folder back.
  await colleague.run('chat.set_status', { conversationId: second, status: 'resolved' });
  await expect(folder(page, 'Low ones').locator('[data-folder-open]')).toContainText('1');
  await page.reload();
  await expect(listOf(page).getByRole('option')).toHaveCount(1);
  await expect(page.getByText('Priority: Low')).toBeVisible();

  // A change on screen is the user's until it is saved.
  await page.getByRole('button', { name: 'Remove the filter “Priority: Low”' }).click();
  await expect(listOf(page).getByRole('option')).toHaveCount(2);
  await listOf(page).focus();
  await choose(page, 'v', 'Save changes');
  await expect.poll(() => views(store, 'Low ones')[0]?.version).toBe(2);
  await expect(folder(page, 'Low ones').locator('[data-folder-open]')).toContainText('2');

  await choose(page, 'v', 'Share with everybody');
  await page.getByRole('button', { name: 'Share with everybody' }).press('Enter');
  await expect.poll(() => views(store, 'Low ones')[0]?.shared).toBe(1);

  // A second folder; keys open the first ones, and Alt moves what has the focus.
  await page.goto(page.url().replace(/#.*/, '#/chat?sort=due'));
  await listOf(page).focus();
  await choose(page, 'v', 'Save as new folder');
  await page.getByRole('dialog').getByLabel('Name').fill('Due soon');
  await page.keyboard.press('Enter');
  await expect(folder(page, 'Due soon')).toHaveAttribute('aria-pressed', 'true');
  const order = () => folders(page).getByRole('button').locator('bdi').allTextContents();
  const before = await order();
  await folder(page, before[1] ?? '').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(order).toEqual(before.toReversed());
  await listOf(page).focus();
  await page.keyboard.press('g');
  await page.keyboard.press('2');
  await expect(folder(page, before[0] ?? '')).toHaveAttribute('aria-pressed', 'true');

  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `test-results/screenshots/chat-folders-${width}.png` });
  }
  expect(await seriousInThemes(page, store, 'chat-folders')).toEqual([]);

  for (const name of ['Low ones', 'Due soon']) {
    await folder(page, name).click();
    await choose(page, 'v', 'Delete folder');
    await page.getByRole('button', { name: 'Delete folder' }).press('Enter');
    await expect.poll(() => views(store, name)).toEqual([]);
  }
  await expect(folders(page)).toHaveCount(0);
  for (const conversationId of ids)
    await colleague.run('chat.set_status', { conversationId, status: 'resolved' });
});
