import type { Page } from '@playwright/test';
import { openTalk, signInColleague } from '../support/colleague.ts';
import { expect, type Store, seriousInThemes, signInAs, test } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const listOf = (page: Page) => page.getByRole('listbox', { name: 'Conversations' });
const stored = (store: Store, id: string) =>
  store.ask<{ status: string; priority: string; labels: string; until: number | null }>(
    'SELECT status, priority, labels, snoozed_until AS until FROM conversations WHERE id = ?',
    id,
  )[0];

test('an agent sets priority, labels and a snooze by keyboard, and finds the conversation by them', async ({
  page,
  store,
}) => {
  const colleague = await signInColleague(store.shop.gateway.address, 'ines');
  const id = await openTalk(colleague, 'Inbox Anna');
  await signInAs(page, store, 'agent', `/chat/${id}`);
  await page.getByRole('toolbar', { name: 'Priority, labels and snooze' }).waitFor();
  await listOf(page).focus();
  await page.keyboard.press('p');
  await page.getByRole('menu', { name: 'Priority' }).waitFor();
  await page.keyboard.press('u');
  await page.keyboard.press('Enter');
  await expect.poll(() => stored(store, id)?.priority).toBe('urgent');

  await listOf(page).focus();
  await page.keyboard.press('l');
  const label = page.getByLabel('Find or create a label');
  await expect(label).toBeFocused();
  await label.fill(' Fragile goods ');
  await page.keyboard.press('Enter');
  await label.fill('a,b');
  await expect(page.getByText('without commas')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(label).toHaveCount(0);
  await expect.poll(() => stored(store, id)?.labels).toBe('["fragile goods"]');

  await listOf(page).focus();
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: 'Date and time…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Snooze until' });
  await dialog.getByLabel('Date').fill('2020-01-01');
  await expect(dialog.getByRole('button', { name: 'Snooze' })).toBeDisabled();
  await dialog.getByLabel('Date').fill('2031-03-04');
  await dialog.getByLabel('Time').fill('14:30');
  await page.keyboard.press('Enter');
  await expect.poll(() => stored(store, id)?.until).toBe(Date.parse('2031-03-04T14:30:00Z'));
  await expect(page.getByText('Snoozed until', { exact: false }).first()).toBeVisible();

  // Found among the snoozed ones and by its label; the menu counts as the gateway does.
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const [snoozed] = store.ask<{ n: number }>(
    "SELECT count(*) AS n FROM conversations WHERE status = 'snoozed'",
  );
  const folder = page.getByRole('menuitem', { name: /^Status: Snoozed/ });
  await expect(folder).toContainText(String(snoozed?.n));
  await page.screenshot({ path: 'test-results/screenshots/chat-filter.png' });
  await folder.click();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: /^fragile goods/ }).click();
  await expect(listOf(page).getByRole('option')).toHaveCount(1);
  await expect(listOf(page).getByRole('option')).toContainText('Inbox Anna');
  await expect(page).toHaveURL(/status=snoozed/);
  await page.reload();
  await expect(listOf(page).getByRole('option')).toHaveCount(1);
  expect(await seriousInThemes(page, store, 'chat-work')).toEqual([]);

  await page.getByRole('button', { name: 'Open now' }).click();
  await expect.poll(() => stored(store, id)).toMatchObject({ status: 'open', until: null });
});

test('a manager changes several conversations at once', async ({ page, store }) => {
  const colleague = await signInColleague(store.shop.gateway.address, 'ines');
  const ids = [await openTalk(colleague, 'Inbox Bea'), await openTalk(colleague, 'Inbox Carl')];
  for (const conversationId of ids)
    await colleague.run('chat.set_labels', { conversationId, add: ['bulk test'], remove: [] });
  await signInAs(page, store, 'manager', '/chat?label=bulk+test');
  await expect(listOf(page).getByRole('option')).toHaveCount(2);
  await listOf(page).focus();
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
  const bar = page.getByRole('toolbar', { name: 'Selected conversations' });
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Priority' }).click();
  await page.getByRole('menuitem', { name: 'High' }).click();
  await expect(bar).toHaveCount(0);
  await expect.poll(() => ids.map((id) => stored(store, id)?.priority)).toEqual(['high', 'high']);

  await listOf(page).focus();
  for (const key of ['x', 'k', 'x']) await page.keyboard.press(key);
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Assign', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Ava/ }).click();
  await expect(bar).toHaveCount(0);
  await expect
    .poll(() =>
      store.ask(
        "SELECT count(*) AS n FROM conversations WHERE assignee_name LIKE 'Ava%' AND id IN (?, ?)",
        ...ids,
      ),
    )
    .toEqual([{ n: 2 }]);

  await listOf(page).focus();
  for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Resolve' }).click();
  await expect(listOf(page).getByRole('option')).toHaveCount(0);
  await expect.poll(() => ids.map((id) => stored(store, id)?.status)).toEqual(['resolved', 'resolved']);
});

test('J goes on where the first page of the list ends, and the list shows the conversation', async ({
  page,
  store,
}) => {
  const colleague = await signInColleague(store.shop.gateway.address, 'ines');
  const ids = await Promise.all(Array.from({ length: 70 }, (_, n) => openTalk(colleague, `Long list ${n}`)));
  await colleague.run('chat.change_many', {
    conversationIds: ids,
    change: { kind: 'labels', add: ['long list'], remove: [] },
  });
  await signInAs(page, store, 'manager', '/chat?label=long+list');
  await expect(listOf(page).getByRole('option').first()).toBeVisible();
  const chosen = listOf(page).getByRole('option', { selected: true });
  for (let n = 0; n < 55; n += 1) await page.keyboard.press('j');
  await expect(chosen).toHaveAttribute('aria-setsize', '70');
  for (let n = 0; n < 10; n += 1) await page.keyboard.press('j');
  await expect(chosen).toHaveAttribute('aria-posinset', '65');
  await expect(chosen).toBeInViewport();
  await colleague.run('chat.change_many', {
    conversationIds: ids,
    change: { kind: 'status', status: 'resolved' },
  });
});
