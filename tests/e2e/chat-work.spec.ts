import type { Locator, Page } from '@playwright/test';
import { expect, openConversation, openOwnConversation, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway');
});

const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Reply to/ });
const openId = (page: Page): string =>
  decodeURIComponent(new URL(page.url()).hash.replace(/^#\/chat\/|\?.*$/g, ''));

test('a message that waits is edited where it stands', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/chat');
  await openOwnConversation(page, store, 'Edit Edda');
  const edit = page.getByRole('log').getByRole('button', { name: 'Edit', exact: true });
  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
  for (const text of ['It left the wharehouse', 'You will have it on Monday']) {
    await composer(page).fill(text);
    await composer(page).press('Enter');
    await expect(composer(page)).toHaveValue('');
  }
  await expect(edit).toHaveCount(2);
  await page.screenshot({ path: 'test-results/screenshots/message-edit.png' });
  await edit.first().click();
  const editor = page.getByRole('dialog', { name: /Edit the message/ });
  await expect(editor.getByRole('textbox')).toHaveValue('It left the wharehouse');
  await editor.getByRole('textbox').fill('It left the warehouse');
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('log').getByText('It left the warehouse')).toBeVisible();
  await expect(page.getByRole('log').getByText('It left the wharehouse')).toHaveCount(0);

  await store.shop.restartGateway(true);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('[data-outbox]')).toHaveCount(0, { timeout: 20_000 });
  await expect(edit).toHaveCount(0);
  expect(store.ask(`SELECT body FROM messages WHERE body LIKE 'It left the w%' ORDER BY seq`)).toEqual([
    { body: 'It left the warehouse' },
  ]);
});

test('after Resolve, the next conversation opens, unless the setting says otherwise', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/chat');
  const list = page.getByRole('listbox', { name: 'Conversations' });
  await list.getByRole('option').nth(1).waitFor();
  await openConversation(page);
  await expect(composer(page)).toBeVisible();
  const resolve = page.getByRole('button', { name: 'Resolve', exact: true });
  const statusOf = (id: string): unknown =>
    store.ask<{ status: string }>('SELECT status FROM conversations WHERE id = ?', id)[0]?.status;

  const first = openId(page);
  await resolve.click();
  await expect.poll(() => openId(page)).not.toBe(first);
  await expect.poll(() => statusOf(first)).toBe('resolved');
  await expect(composer(page)).toBeVisible();
  // By key as well.
  const second = openId(page);
  expect(statusOf(second)).not.toBe('resolved');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('e');
  await expect.poll(() => openId(page)).not.toBe(second);
  await expect.poll(() => statusOf(second)).toBe('resolved');

  await store.open(page, '/settings');
  const setting = page.getByRole('switch', { name: 'After resolving, open the next conversation' });
  await setting.click();
  await expect(setting).not.toBeChecked();
  await store.open(page, '/chat');
  await openConversation(page);
  const third = openId(page);
  await resolve.click();
  await expect.poll(() => statusOf(third)).toBe('resolved');
  expect(openId(page)).toBe(third);
  await expect(page.getByText('This conversation is resolved.')).toBeVisible();
  await store.open(page, '/settings');
  await setting.click();
  await expect(setting).toBeChecked();
});
