import type { Locator, Page } from '@playwright/test';
import { axeViolations } from '../support/axe.ts';
import { expect, signInAs, test } from './fixtures.ts';

const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });

async function record(page: Page, name: string, ...keys: string[]): Promise<void> {
  await page.getByRole('button', { name: `Change keys: ${name}`, exact: true }).click();
  await expect(page.getByRole('button', { name: /^Press the new keys for/ })).toBeFocused();
  for (const key of keys) await page.keyboard.press(key);
}

test.afterEach(async ({ store }) => {
  await store.shop.bridge.call('settings.set', { shortcuts: [] });
});

test('a shortcut is changed, works at once in every window, and is shown where it stood', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'agent', '/settings/keyboard');
  const other = await page.context().newPage();
  await store.open(other, '/live');
  await expect(other.locator('[data-connection]')).toBeVisible();
  await record(page, 'Go to Chat', 'q', 'w');
  await expect(page.getByText('Go to Chat: now Q W.')).toBeVisible();
  await expect(rowOf(page, 'Go to Chat').locator('kbd')).toHaveText(['Q', 'W']);

  await other.bringToFront();
  await other.keyboard.press('q');
  await other.keyboard.press('w');
  await expect(other).toHaveURL(/#\/chat/);
  // The old keys are nobody's.
  await store.open(other, '/live');
  await other.keyboard.press('g');
  await other.keyboard.press('c');
  await other.keyboard.press('?');
  const help = other.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(
    help
      .locator('div')
      .filter({ hasText: /^Go to Chat/ })
      .locator('kbd')
      .first(),
  ).toHaveText('Q');
  expect(other.url()).toMatch(/#\/live/);
  await other.keyboard.press('Escape');
  await other.reload();
  await expect(other.locator('[data-connection]')).toBeVisible();
  await other.keyboard.press('q');
  await other.keyboard.press('w');
  await expect(other).toHaveURL(/#\/chat/);
  await other.close();

  await page.bringToFront();
  await page.getByRole('button', { name: 'Use the standard keys again: Go to Chat' }).click();
  await expect(rowOf(page, 'Go to Chat').locator('kbd')).toHaveText(['G', 'C']);
});

test('keys that are taken are named and swapped; reserved ones are refused with the reason', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'agent', '/settings/keyboard');
  await record(page, 'Write a reply', 'e');
  const dialog = page.getByRole('dialog', { name: 'New keys: Write a reply' });
  await expect(dialog.getByText('E is already used by: Resolve or reopen (Chat).')).toBeVisible();
  await dialog.getByRole('button', { name: 'Swap keys' }).click();
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, 'Write a reply').locator('kbd')).toHaveText('E');
  await expect(rowOf(page, 'Resolve or reopen').locator('kbd')).toHaveText('R');

  await record(page, 'Snooze', 'Control+t');
  await expect(page.getByText('The browser or the system uses these keys.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('This key moves in lists, dialogs and fields.')).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/keyboard-refused.png' });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(rowOf(page, 'Snooze').locator('kbd')).toHaveText('S');

  // A key that begins the sequences of all pages.
  await record(page, 'Snooze', 'g');
  await expect(page.getByText(/^G is already used by: Go to Live/)).toBeVisible({ timeout: 5_000 });
  await page.keyboard.press('Escape');

  await page.getByRole('searchbox', { name: 'Search by name or key' }).fill('priority');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search by name or key' }).fill('');
  await page.getByRole('button', { name: 'Reset all' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset all' }).click();
  await expect(rowOf(page, 'Write a reply').locator('kbd')).toHaveText('R');
});

test('choices that cannot be used fall back with a note', async ({ page, store }) => {
  await signInAs(page, store, 'agent', '/settings/keyboard');
  const { user } = await store.shop.bridge.call('session.state', {});
  const keys = [
    { action: 'shortcuts.unheardOf', keys: 'x' },
    { action: 'shortcuts.help', keys: 'Escape' },
  ];
  await store.shop.bridge.call('settings.set', { shortcuts: [{ userId: user?.id ?? '', keys }] });
  await expect(page.getByText('Some of your shortcuts could not be used.')).toBeVisible();
  await expect(page.getByText('This help (Everywhere): Esc cannot be a shortcut.')).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const)
  test(`the page looks right, ${theme}`, async ({ page, store }) => {
    await signInAs(page, store, 'agent', '/settings/keyboard');
    await store.shop.bridge.call('settings.set', { theme });
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.getByText('In general').waitFor();
      await page.screenshot({ path: `test-results/keyboard-${theme}-${width}.png` });
    }
    expect(await axeViolations(page)).toEqual([]);
    await store.shop.bridge.call('settings.set', { theme: 'system' });
  });
