import type { Page } from '@playwright/test';
import { openTalk, signInColleague } from '../support/colleague.ts';
import { expect, type Store, seriousInThemes, signInAs, test } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const stored = (store: Store, id: string) =>
  store.ask<{ assignee: string | null; team: string | null; people: string }>(
    'SELECT assignee_id AS assignee, team_id AS team, participant_ids AS people FROM conversations WHERE id = ?',
    id,
  )[0];
const idOf = (store: Store, username: string) =>
  store.ask<{ id: string }>('SELECT id FROM users WHERE username = ?', username)[0]?.id ?? '';
const lines = (page: Page) => page.locator('[data-assignment-line]');

test('an agent says whether they are there, transfers a conversation with a note, and adds participants', async ({
  page,
  store,
}) => {
  const colleague = await signInColleague(store.shop.gateway.address, 'ines');
  const id = await openTalk(colleague, 'Transfer Tilda');
  await signInAs(page, store, 'agent', `/chat/${id}`);
  await page.getByRole('toolbar', { name: 'Priority, labels and snooze' }).waitFor();

  // Availability, by keyboard from the palette and by the menu of the account.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('availability busy');
  await page.getByRole('option', { name: 'Availability: busy' }).waitFor();
  await page.keyboard.press('Enter');
  const state = () =>
    store.ask<{ state: string }>('SELECT state FROM agents WHERE user_id = ?', idOf(store, 'ava'))[0]?.state;
  await expect.poll(state).toBe('busy');
  await page.getByRole('button', { name: /Ava Lindqvist/ }).click();
  await expect(page.getByRole('radio', { name: /^Busy/ })).toBeChecked();
  await page.getByRole('radio', { name: /^Online/ }).click();
  await expect.poll(state).toBe('online');
  await expect(page.getByRole('radio', { name: /^Online/ })).toBeChecked();
  await page.screenshot({ path: 'test-results/screenshots/availability.png' });
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Team and participants' }).click();
  await page.getByLabel('Team', { exact: true }).selectOption({ label: 'Stock' });
  await page.getByRole('checkbox', { name: 'Marco Reyes' }).click();
  await expect.poll(() => stored(store, id)).toMatchObject({ team: 'demo-team-stock' });
  await expect.poll(() => stored(store, id)?.people).toBe(`["${idOf(store, 'marco')}"]`);
  await page.screenshot({ path: 'test-results/screenshots/people.png' });
  await page.keyboard.press('Escape');
  // The line stands there although nobody has written yet.
  await expect(lines(page).filter({ hasText: 'added Marco Reyes' })).toHaveCount(1);

  // T opens the transfer; a note that was begun is kept.
  await page.getByRole('heading', { level: 2, name: 'Transfer Tilda' }).first().click();
  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog', { name: 'Transfer conversation' });
  await dialog.getByLabel('Note for them').fill('She asks about a lamp');
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await expect(dialog.getByLabel('Note for them')).toHaveValue('She asks about a lamp');
  await dialog.getByRole('button', { name: 'Transfer' }).click();
  await expect(dialog.getByText('Choose who gets it.')).toBeVisible();
  await dialog.getByLabel('A person').last().selectOption({ label: 'Jonas Weber' });
  expect(await seriousInThemes(page, store, 'transfer')).toEqual([]);
  await dialog.getByRole('button', { name: 'Transfer' }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => stored(store, id)?.assignee).toBe(idOf(store, 'jonas'));
  await expect(page.getByRole('log').getByText('She asks about a lamp')).toBeVisible();
  await expect(lines(page).filter({ hasText: 'Ava Lindqvist assigned it to Jonas Weber' })).toBeVisible();
  await expect(lines(page).filter({ hasText: 'added Marco Reyes' })).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/assignment-lines.png' });
});

test('a manager sees who has how much, changes a capacity, and keeps teams', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/teams');
  const row = page.locator(`tr[data-agent="${idOf(store, 'jonas')}"]`);
  await row.waitFor();
  await page.screenshot({ path: 'test-results/screenshots/load.png' });
  await row.getByLabel('Capacity of Jonas Weber').fill('8');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => store.ask('SELECT capacity FROM agents WHERE user_id = ?', idOf(store, 'jonas')))
    .toEqual([{ capacity: 8 }]);
  await expect(row.locator('[data-open]')).toHaveText(/of 8$/);

  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'New team' });
  await dialog.getByLabel('Name').fill('Returns');
  await dialog.getByRole('checkbox', { name: 'Jonas Weber' }).click();
  expect(await seriousInThemes(page, store, 'team-new')).toEqual([]);
  await dialog.getByRole('button', { name: 'Make team' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('radio', { name: 'Teams', exact: true }).click();
  await page.getByRole('button', { name: 'Edit Returns' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit Returns' });
  // Somebody else is quicker.
  const other = await signInColleague(store.shop.gateway.address, 'ines');
  const [team] = store.ask<{ id: string }>("SELECT id FROM support_teams WHERE name = 'Returns'");
  await other.run('assignment.save_team', {
    teamId: team?.id ?? '',
    name: 'Returns desk',
    memberIds: [],
    automatic: false,
    intake: false,
    archived: false,
    seen: 1,
  });
  await edit.getByLabel('Name').fill('Returns and repairs');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit.getByText('Somebody else has changed this team meanwhile.')).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/team-conflict.png' });
  await edit.getByRole('button', { name: 'Keep mine' }).click();
  await expect(edit).toHaveCount(0);
  await expect
    .poll(() => store.ask('SELECT name FROM support_teams WHERE id = ?', team?.id))
    .toEqual([{ name: 'Returns and repairs' }]);
});
