import type { Locator, Page } from '@playwright/test';
import { decodeDraft } from '../../src/renderer/src/features/chat/draft.ts';
import { expect, openOwnConversation, type Store, seriousIn, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway and kills the console');
});

const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Reply to/ });
const rows = (page: Page): Locator => page.locator('main [data-unsent]');
const detail = (page: Page): Locator => page.getByRole('region', { name: 'Details' });

async function stopGateway(page: Page, store: Store): Promise<void> {
  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
}

async function startGateway(page: Page, store: Store): Promise<void> {
  await store.shop.restartGateway(true);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
}

async function say(page: Page, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await composer(page).fill(text);
    await composer(page).press('Enter');
    await expect(composer(page)).toHaveValue('');
  }
}

const sent = (store: Store, like: string): unknown[] =>
  store
    .ask<{ body: string }>('SELECT body FROM messages WHERE body LIKE ? ORDER BY seq', like)
    .map(({ body }) => body);

test('everything unsent is found on one page, changed there by keys, and goes when the server is back', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/chat');
  await openOwnConversation(page, store, 'Owen Outbox');
  await stopGateway(page, store);
  await say(page, 'Outbox one, with a tpyo', 'Outbox two', 'Outbox three');
  await composer(page).fill('Outbox draft, not finished');
  const drafts = async () =>
    (await store.shop.bridge.call('chat.drafts', {})).drafts.map(({ body }) => decodeDraft(body).text);
  await expect.poll(drafts).toContain('Outbox draft, not finished');

  await page.locator('[data-outbox]').click();
  await page.getByRole('link', { name: 'Show everything unsent' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible();
  const words = rows(page).filter({ hasText: 'Outbox' });
  await expect(words).toHaveCount(3);
  await expect(words.first()).toContainText('Outbox three');
  expect(await seriousIn(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/screenshots/outbox.png' });

  // Sorted and narrowed by what stands in the address.
  await page.getByLabel('Sort').selectOption('oldest');
  await expect(words.first()).toContainText('Outbox one');
  await page.getByRole('searchbox', { name: 'Search unsent texts' }).fill('TPYO');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('listbox').focus();
  await page.keyboard.press('e');
  const editor = page.getByRole('dialog', { name: /Edit the message/ });
  await editor.getByRole('textbox').fill('Outbox one, with a typo');
  await editor.getByRole('button', { name: 'Save' }).click();
  // It no longer matches: what is on screen follows at once.
  await expect(page.getByText('Nothing unsent matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(words).toHaveCount(3);

  // Discarded and taken back by the toast, then discarded for good.
  await page.getByRole('listbox').focus();
  await page.keyboard.press('Home');
  await expect(detail(page).locator('[data-text]')).toHaveText('Outbox three');
  await page.keyboard.press('Delete');
  await expect(words.first()).toHaveAttribute('data-unsent', 'discarded');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(words.first()).toHaveAttribute('data-unsent', 'queued');
  await page.keyboard.press('k');
  await expect(detail(page).locator('[data-text]')).toHaveText('Outbox three');
  await detail(page).getByRole('button', { name: 'Discard', exact: true }).click();
  await page.keyboard.press('k');
  await detail(page).getByRole('button', { name: 'Discard for good' }).click();
  await expect(words).toHaveCount(2);

  await page.getByRole('radio', { name: /^Typed, not sent/ }).click();
  const draft = rows(page).filter({ hasText: 'Outbox draft, not finished' });
  await expect(draft).toHaveCount(1);
  await draft.click();
  await detail(page).getByRole('button', { name: 'Continue writing' }).click();
  await expect(composer(page)).toHaveValue('Outbox draft, not finished');
  await composer(page).fill('');

  await page.goBack();
  await page.getByRole('radio', { name: /^Not sent/ }).click();
  await expect(words).toHaveCount(2);
  await startGateway(page, store);
  await expect(page.getByText('Everything has been sent')).toBeVisible({ timeout: 20_000 });
  expect(sent(store, 'Outbox %')).toEqual(['Outbox one, with a typo', 'Outbox two']);
});

test('a console that is killed while a discard can be taken back neither loses nor sends it', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/chat');
  await openOwnConversation(page, store, 'Owen Outbox');
  await stopGateway(page, store);
  await say(page, 'Killed while discarded');
  await store.open(page, '/outbox');
  const row = rows(page).filter({ hasText: 'Killed while discarded' });
  await row.click();
  await page.keyboard.press('Delete');
  await expect(row).toHaveAttribute('data-unsent', 'discarded');
  await store.shop.console.kill();
  await store.shop.restartConsole();
  await startGateway(page, store);
  await page.reload();
  await expect(row).toHaveAttribute('data-unsent', 'discarded');
  expect(sent(store, 'Killed while%')).toEqual([]);
  await row.click();
  await detail(page).getByRole('button', { name: 'Restore' }).click();
  await expect.poll(() => sent(store, 'Killed while%')).toEqual(['Killed while discarded']);
});
