import type { Locator, Page } from '@playwright/test';
import { axeViolations } from '../support/axe.ts';
import { expect, openOwnConversation, type Store, seriousIn, signInAs, test } from './fixtures.ts';

const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^(Reply to|Private note)/ });

test.afterEach(async ({ store }) => {
  await store.shop.bridge.call('settings.set', { emoji: [], theme: 'system' });
});

test('an emoji is picked with the keyboard, undone, and found by its name', async ({ page, store }) => {
  await signInAs(page, store, 'agent', '/chat');
  await openOwnConversation(page, store, 'Emoji Picker');
  await composer(page).fill('Hi  there');
  await composer(page).press('Home');
  for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+;');
  const search = page.getByRole('searchbox', { name: 'Search emoji' });
  await expect(search).toBeFocused();
  await search.fill('thumbs up');
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('button').first()).toHaveAccessibleName('thumbs up');
  await page.keyboard.press('ArrowDown');
  await expect(grid.getByRole('button', { name: 'thumbs up' })).toBeFocused();
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(composer(page)).toHaveValue('Hi 👍 there');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(composer(page)).toHaveValue('Hi  there');

  await composer(page).fill('');
  await composer(page).pressSequentially('Ok :rocke');
  const names = page.getByRole('listbox', { name: 'Emoji to insert' });
  await expect(names.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(composer(page)).toHaveValue('Ok 🚀');
  // German names find as well, and a time of day is none.
  await composer(page).fill('');
  await composer(page).pressSequentially(':rakete');
  await expect(names.getByRole('option')).toContainText(['rocket']);
  await page.keyboard.press('Escape');
  await expect(names).toHaveCount(0);
  await expect(composer(page)).toHaveValue(':rakete');

  await page.getByRole('button', { name: 'Insert emoji' }).click();
  await expect(page.getByRole('grid', { name: 'Recently used' }).getByRole('button')).toHaveCount(2);
  await page.getByLabel('Skin tone').selectOption('3');
  await page.getByRole('button', { name: 'People and body' }).click();
  await page.screenshot({ path: 'test-results/emoji-picker.png' });
  await grid.getByRole('button', { name: 'waving hand' }).first().click();
  await expect(composer(page)).toHaveValue(/👋🏽/);
  await composer(page).fill('👋🏽');
  await page.keyboard.press('Enter');
  const large = page.getByRole('log').getByText('👋🏽', { exact: true });
  await expect(large).toHaveCSS('font-size', '32px');
});

test('code and line breaks are kept, as text', async ({ page, store }) => {
  await signInAs(page, store, 'agent', '/chat');
  await openOwnConversation(page, store, 'Code Block');
  const text = 'Try `npm ci`:\n```html\n<b>bold</b>\n  <i>x</i>\n```\nThen wait.';
  await composer(page).fill(text);
  await page.keyboard.press('Enter');
  const log = page.getByRole('log');
  await expect(log.locator('code')).toHaveText(['npm ci', '<b>bold</b>\n  <i>x</i>']);
  await expect(log.locator('code b')).toHaveCount(0);
  await page.screenshot({ path: 'test-results/code-block.png' });
});

test('a file that is dropped where nothing takes it does not replace the page', async ({ page, store }) => {
  await signInAs(page, store, 'agent', '/live');
  const prevented = await page.evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(['x'], 'x.txt'));
    const over = new DragEvent('dragover', { dataTransfer: files, bubbles: true, cancelable: true });
    const drop = new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true });
    document.body.dispatchEvent(over);
    const shown = document.body.dispatchEvent(drop);
    document.body.dispatchEvent(
      new DragEvent('dragover', { dataTransfer: files, bubbles: true, cancelable: true }),
    );
    return over.defaultPrevented && !shown;
  });
  expect(prevented).toBe(true);
  await expect(page.getByText('Nothing takes files here. Drop them on an open conversation.')).toBeVisible();
  await expect(page.getByText('Nothing takes files here. Drop them on an open conversation.')).toHaveCount(0);
});

test('the palette offers what the buttons and the menu of a conversation do, and the bulk actions', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/chat');
  const id = await openOwnConversation(page, store, 'Palette Context');
  await composer(page).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('conversation');
  for (const name of [
    'Conversation: assign to me',
    'Conversation: resolve',
    'Conversation: assign…',
    'Conversation: set priority…',
    'Conversation: edit labels…',
    'Conversation: snooze…',
    'Conversation: team and participants…',
    'Transfer conversation',
    'Search in this conversation',
  ])
    await expect(page.getByRole('option', { name })).toHaveCount(1);
  await page.screenshot({ path: 'test-results/palette-context.png' });
  await page.keyboard.press('Control+a');
  await page.keyboard.type('set priority');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu', { name: 'Priority' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('listbox', { name: 'Conversations' }).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('selected high');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => store.ask('SELECT priority FROM conversations WHERE id = ?', id))
    .toEqual([{ priority: 'high' }]);
});

async function railFits(page: Page): Promise<boolean> {
  return page
    .getByRole('navigation', { name: 'Main' })
    .evaluate((rail) =>
      [...rail.querySelectorAll('div')].every((one) => one.scrollHeight <= one.clientHeight + 1),
    );
}

async function lookAtRail(page: Page, store: Store, theme: 'light' | 'dark'): Promise<void> {
  await store.shop.bridge.call('settings.set', { theme });
  for (const [width, height] of [
    [1440, 900],
    [1280, 800],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect.poll(() => railFits(page), `${width}×${height}`).toBe(true);
    await page.screenshot({ path: `test-results/rail-${theme}-${width}.png` });
  }
}

test('the sidebar fits into a low window, and shows where one is', async ({ page, store }) => {
  await signInAs(page, store, 'admin', '/reports');
  for (const theme of ['light', 'dark'] as const) await lookAtRail(page, store, theme);
  const rail = page.getByRole('navigation', { name: 'Main' });
  await expect(rail.locator('[aria-current="page"]')).toHaveCount(1);
  await rail.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await page.screenshot({ path: 'test-results/rail-more.png' });
  expect(await seriousIn(page)).toEqual([]);
  await page.getByRole('menuitem', { name: /^Service levels/ }).click();
  await expect(page).toHaveURL(/#\/service/);
});
