import type { Locator, Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { openTalk, signInColleague } from '../support/colleague.ts';
import { expect, PERSONA, type Store, signInAs, test } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const listOf = (page: Page) => page.getByRole('listbox', { name: 'Conversations' });
const composer = (page: Page) => page.getByRole('textbox', { name: /^(Reply to|Private note)/ });
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selected conversations' });
const stored = (store: Store, id: string) =>
  store.ask<{ status: string; priority: string; labels: string; assignee: string | null }>(
    'SELECT status, priority, labels, assignee_id AS assignee FROM conversations WHERE id = ?',
    id,
  )[0];
const bodies = (store: Store, id: string) =>
  store
    .ask<{ body: string }>('SELECT body FROM messages WHERE conversation_id = ? ORDER BY seq', id)
    .map(({ body }) => body);

/** Presses Tab, or Shift and Tab, until something has the focus. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let n = 0; n < 80; n += 1) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`The focus does not reach ${target}.`);
}

/** Opens a menu by its key and chooses an entry by its first letters, as somebody without a mouse does. */
async function choose(page: Page, key: string, letters: string, item: string | RegExp): Promise<void> {
  await page.keyboard.press(key);
  const entry = page.getByRole('menuitem', { name: item });
  await entry.waitFor();
  // An open menu takes the focus a moment later.
  await expect(page.locator('[role="menu"]:focus, [role="menu"] :focus')).toHaveCount(1);
  // Not as fast as a scanner.
  await page.keyboard.type(letters, { delay: 120 });
  await expect(entry).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
}

test('the whole inbox is used without a mouse', async ({ page, store }, info) => {
  test.setTimeout(240_000);
  test.skip(info.project.name === 'desktop', 'the file dialog is the system’s');
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  await colleague.run('canned.save', {
    ...{ replyId: uuidv7(), shortcut: 'keys-own', title: 'Keys', folder: 'Keys', shared: true },
    body: 'Hello {{customer.name}}, thank you for waiting.',
    seen: null,
  });
  const ids: string[] = [];
  for (const name of ['Keys Ann', 'Keys Bob', 'Keys Cem']) {
    const conversationId = await openTalk(colleague, name);
    ids.push(conversationId);
    await colleague.run('chat.set_labels', { conversationId, add: ['by keys'], remove: [] });
    await colleague.run('chat.send_message', {
      ...{ conversationId, messageId: uuidv7(), kind: 'text' },
      body: 'About the brass lantern.',
    });
  }
  const [ann = '', bob = '', cem = ''] = ids;
  await signInAs(page, store, 'manager', '/live');

  // The page, a folder, a filter, a sort order.
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await listOf(page).getByRole('option').first().waitFor();
  await page.keyboard.press('5');
  await expect(page.getByRole('button', { name: 'All', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await choose(page, 'f', 'by keys', /^by keys/);
  await choose(page, 'd', 'Latest', 'Latest opened first');
  await expect(listOf(page).getByRole('option')).toHaveCount(3);
  await page.keyboard.press('1');
  await expect(page.getByRole('button', { name: /^Open \d/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(listOf(page).getByRole('option')).toHaveCount(3);

  // Two are selected and changed together.
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await expect(bar(page)).toContainText('2 selected');
  await page.keyboard.press('Escape');
  await tabTo(page, bar(page).getByRole('button', { name: 'Priority' }));
  await choose(page, 'Enter', 'Hi', 'High');
  await expect.poll(() => [cem, bob].map((id) => stored(store, id)?.priority)).toEqual(['high', 'high']);

  // One is opened, moved to and from, assigned, prioritised, labelled.
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(page).toHaveURL(new RegExp(cem));
  await page.keyboard.press('m');
  const marco = store.ask<{ id: string }>("SELECT id FROM users WHERE username = 'marco'")[0]?.id;
  await expect.poll(() => stored(store, cem)?.assignee).toBe(marco);
  await choose(page, 'a', 'Ava', /^Ava Lindqvist/);
  await expect.poll(() => stored(store, cem)?.assignee).not.toBe(marco);
  await choose(page, 'p', 'Ur', 'Urgent');
  await expect.poll(() => stored(store, cem)?.priority).toBe('urgent');
  await page.keyboard.press('l');
  await expect(page.getByLabel('Find or create a label')).toBeFocused();
  await page.keyboard.type('typed');
  await page.keyboard.press('Enter');
  await expect.poll(() => stored(store, cem)?.labels).toBe('["by keys","typed"]');
  await page.keyboard.press('Escape');

  // A canned reply, a note, a file.
  await page.keyboard.press('r');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('/keys-own');
  await page.keyboard.press('Enter');
  await expect(composer(page)).toHaveValue('Hello Keys Cem, thank you for waiting.');
  await page.keyboard.press('Enter');
  await expect.poll(() => bodies(store, cem)).toContain('Hello Keys Cem, thank you for waiting.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(composer(page)).toHaveAttribute('placeholder', /^Private note/);
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('Seen by keys.');
  await page.keyboard.press('Enter');
  await expect.poll(() => bodies(store, cem)).toContain('Seen by keys.');
  await page.keyboard.press('Escape');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('u');
  await (await chooser).setFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('a list') });
  await expect(page.getByRole('list', { name: 'Files of this message' })).toContainText('list.txt');
  await page.keyboard.press('r');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('As a file.');
  await page.keyboard.press('Enter');
  await expect.poll(() => bodies(store, cem)).toContain('As a file.');
  await page.keyboard.press('Escape');

  // The panel of the customer is closed, and opened with the focus in it.
  const panel = page.getByRole('complementary', { name: 'Customer and orders' });
  await page.keyboard.press('i');
  await expect(panel).toHaveCount(0);
  await page.keyboard.press('i');
  await expect(panel).toBeFocused();
  await page.screenshot({ path: 'test-results/screenshots/chat-keys.png' });

  // Snoozed and woken, resolved with the next one opened, and reopened.
  await choose(page, 's', 'Until the c', 'Until the customer replies');
  await expect.poll(() => stored(store, cem)?.status).toBe('snoozed');
  await page.keyboard.press('5');
  await expect(listOf(page).getByRole('option')).toHaveCount(3);
  await page.keyboard.press('e');
  await expect.poll(() => stored(store, cem)?.status).toBe('resolved');
  await expect(page).toHaveURL(new RegExp(bob));
  await page.keyboard.press('k');
  await expect(page).toHaveURL(new RegExp(cem));
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await page.keyboard.press('e');
  await expect.poll(() => stored(store, cem)?.status).toBe('open');

  // A search in the list, and in the conversation.
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('Keys Ann');
  await expect(listOf(page).getByRole('option')).toHaveCount(1);
  await tabTo(page, listOf(page));
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(new RegExp(ann));
  await page.keyboard.press('Control+f');
  await expect(page.getByLabel('Words in this conversation')).toBeFocused();
  await page.keyboard.type('lantern');
  await expect(page.getByText('1 of 1')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const conversationId of ids)
    await colleague.run('chat.set_status', { conversationId, status: 'resolved' });
});
