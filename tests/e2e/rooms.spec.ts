import type { Locator, Page } from '@playwright/test';
import { type Desk, go, openDesk } from './figures/desk.ts';
import { expect, openConversation, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'opens a second console in a browser');
});

const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Rooms' });
const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Write to/ });
const openRoom = async (page: Page, name: string): Promise<void> => {
  await list(page)
    .getByRole('option', { name: new RegExp(name) })
    .click();
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
};

test('a colleague reads what is written at once and is told once that they are mentioned; a private room they do not see', async ({
  page,
  store,
  browser,
}) => {
  // Another console is opened first.
  test.setTimeout(180_000);
  let desk: Desk | undefined;
  try {
    await signInAs(page, store, 'manager');
    desk = await openDesk(browser, store.shop, 'Europe/Berlin', 'ines');
    const other = desk.page;
    await go(desk, '/rooms');
    await expect(list(other).getByRole('option', { name: /stockroom/ })).toBeVisible();

    // By keyboard alone: the page, the room, the colleague, the message.
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await expect(list(page).getByRole('option', { name: /Shift plan/ })).toBeVisible();
    await expect(list(other).getByRole('option', { name: /Shift plan/ })).toHaveCount(0);
    await page.keyboard.press('j');
    await openRoom(page, 'stockroom');
    await page.keyboard.press('r');
    await expect(composer(page)).toBeFocused();
    await page.keyboard.type('Could you look at shelf four, @in');
    const people = page.getByRole('listbox', { name: 'People to mention' });
    await expect(people.getByRole('option', { name: /Ines Okafor/ })).toBeVisible();
    await page.screenshot({ path: 'test-results/screenshots/rooms-mention.png' });
    await page.keyboard.press('Enter');
    await expect(composer(page)).toHaveValue('Could you look at shelf four, @ines ');
    await page.keyboard.type('please?');
    await page.keyboard.press('Enter');
    await expect(composer(page)).toHaveValue('');

    const told = other.locator('[data-toasts]').getByText(/mentioned you in stockroom.*shelf four/);
    await expect(told).toHaveCount(1);
    await openRoom(other, 'stockroom');
    await expect(other.locator('[data-mentioned]').filter({ hasText: 'shelf four' })).toBeVisible();
    await expect.poll(() => unreadOf(other, 'stockroom')).toBe('0');

    // A new window of the same console is told nothing again.
    await other.reload();
    await expect(other.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
    await expect(list(other).getByRole('option', { name: /stockroom/ })).toBeVisible();
    await expect(told).toHaveCount(0);

    // What is said in private is nowhere to be found, on the page or in the search.
    await openRoom(page, 'Shift plan');
    await composer(page).fill('The zeppelin shift starts at six.');
    await composer(page).press('Enter');
    await expect(page.getByRole('log').getByText('zeppelin shift')).toBeVisible();
    await expect
      .poll(() => store.ask(`SELECT 1 FROM room_messages WHERE body LIKE 'The zeppelin%'`).length)
      .toBe(1);
    await openRoom(page, 'stockroom');
    await composer(page).fill('A last word on shelves.');
    await composer(page).press('Enter');
    await expect(other.getByRole('log').getByText('A last word on shelves.')).toBeVisible();
    await expect(other.getByText(/zeppelin/)).toHaveCount(0);
    await other.keyboard.press('Control+k');
    await other.keyboard.type('zeppelin');
    await expect(other.getByRole('dialog').getByText(/zeppelin shift/)).toHaveCount(0);
  } finally {
    await desk?.close();
  }
});

const unreadOf = (page: Page, name: string): Promise<string | null> =>
  list(page)
    .getByRole('option', { name: new RegExp(name) })
    .locator('[data-unread]')
    .getAttribute('data-unread');

test('a room is made, its topic set, a message pinned, and a conversation shared into it', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/rooms');
  await list(page).getByRole('option').first().waitFor();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'New room' });
  await dialog.getByLabel('Name').fill('window displays');
  await dialog.getByLabel('Topic').fill('What goes into the window');
  await dialog.getByRole('button', { name: 'Make room' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'window displays' })).toBeVisible();
  await composer(page).fill('Lamps this week.');
  await composer(page).press('Enter');
  const said = page.getByRole('article').filter({ hasText: 'Lamps this week.' });
  await said.hover();
  await said.getByRole('button', { name: 'Pin message' }).click();
  const details = page.getByRole('complementary', { name: 'About this room' });
  await expect(details.getByText('1 pinned message')).toBeVisible();
  await details.getByRole('button', { name: 'Mute room' }).click();
  await expect(details.getByRole('button', { name: 'Unmute room' })).toBeVisible();
  await expect
    .poll(() =>
      store.ask(
        'SELECT muted FROM room_states s JOIN rooms r ON r.id = s.room_id WHERE r.name = ?',
        'window displays',
      ),
    )
    .toEqual([{ muted: 1 }]);

  await store.open(page, '/chat');
  await openConversation(page);
  const message = page.getByRole('log').getByRole('button', { name: 'Share into a room…' }).last();
  await message.focus();
  await page.keyboard.press('Enter');
  const share = page.getByRole('dialog', { name: 'Share into a room' });
  await share.getByText('window displays').click();
  await share.getByLabel('Comment').fill('Look at this');
  await share.getByRole('button', { name: 'Share message' }).click();
  await expect(share).toHaveCount(0);
  await store.open(page, '/rooms');
  await openRoom(page, 'window displays');
  const shared = page.getByRole('article').filter({ hasText: 'Look at this' });
  await shared.getByRole('link').click();
  await expect(page).toHaveURL(/#\/chat\//);

  // Archived at the end, so that the list of the next test begins with the demo's rooms.
  await store.open(page, '/rooms');
  await openRoom(page, 'window displays');
  await details.getByRole('button', { name: 'Archive room' }).click();
  await expect(page.getByText('This room is archived.')).toBeVisible();
});
