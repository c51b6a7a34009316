import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { openTalk, signInColleague } from '../support/colleague.ts';
import {
  expect,
  openConversation,
  openOwnConversation,
  seriousIn,
  signInAs,
  test,
  writeAs,
} from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'needs the browser’s downloads');
});

const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^(Reply to|Private note)/ });
const openId = (page: Page): string =>
  decodeURIComponent(new URL(page.url()).hash.replace(/^#\/chat\/|\?.*$/g, ''));

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
}

test('words are found in the whole conversation, by keys alone, and closing the search comes back', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager');
  const id = await openOwnConversation(page, store, 'Wanda Words');
  for (const text of ['Zebrastripes are black', 'Something else', 'and ZEBRASTRIPES are white'])
    await say(page, text);
  await expect(page.getByRole('log').getByText('are white')).toBeVisible();
  await composer(page).press('Control+f');
  const field = page.getByRole('searchbox', { name: 'Words in this conversation' });
  await expect(field).toBeFocused();
  await field.fill('zebrastr');
  const bar = page.getByRole('search', { name: 'Search in this conversation' });
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  const hit = page.locator('[data-hit]');
  await expect(hit.locator('mark')).toHaveText('ZEBRASTR');
  await field.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('2 of 2');
  await expect(hit.locator('mark')).toHaveText('Zebrastr');
  await field.press('Shift+Enter');
  await expect(hit).toContainText('are white');
  expect(await seriousIn(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/screenshots/conversation-find.png' });
  // As many as the gateway's own messages have.
  const [counted] = store.ask<{ n: number }>(
    "SELECT count(*) AS n FROM messages WHERE conversation_id = ? AND body LIKE '%zebrastr%'",
    id,
  );
  expect(counted?.n).toBe(2);
  await field.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await expect(page.getByRole('log')).toBeVisible();
});

test('a transcript has the conversation, and private notes only if asked', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/chat');
  await openConversation(page);
  const id = openId(page);
  await say(page, 'Grüße <b>an</b> alle & "jeden"');
  await page.getByRole('radio', { name: 'Note' }).click();
  await say(page, 'A secret of the team');
  await page.getByRole('radio', { name: 'Reply' }).click();
  await expect
    .poll(() => store.ask("SELECT 1 FROM messages WHERE conversation_id = ? AND kind = 'note'", id).length)
    .toBeGreaterThan(0);

  const save = async (kind: string, notes: boolean): Promise<{ name: string; content: Buffer }> => {
    await page.getByRole('button', { name: 'More for this conversation' }).click();
    await page.getByRole('menuitem', { name: 'Export transcript' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export transcript' });
    await dialog.getByRole('radio', { name: kind }).click();
    const box = dialog.getByRole('checkbox', { name: /^Include private notes/ });
    await expect(box).not.toBeChecked();
    if (notes) await box.check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Export', exact: true }).click(),
    ]);
    await expect(dialog).toHaveCount(0);
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  };
  const html = await save('HTML', false);
  expect(html.name).toMatch(/^transcript_[\p{L}\p{N}._-]+_\d{4}-\d\d-\d\d\.html$/u);
  expect(html.content.toString()).toContain('Grüße &lt;b&gt;an&lt;/b&gt; alle &amp; &quot;jeden&quot;');
  expect(html.content.toString()).not.toContain('A secret of the team');
  const text = (await save('Text', true)).content.toString();
  expect(text).toContain('Grüße <b>an</b> alle & "jeden"');
  expect(text).toContain('A secret of the team');
  // Every message of the gateway is in it once.
  const all = store.ask<{ body: string }>(
    "SELECT body FROM messages WHERE conversation_id = ? AND body NOT LIKE '%' || char(10) || '%'",
    id,
  );
  expect(all.filter(({ body }) => !text.includes(body))).toEqual([]);
  const pdf = await save('PDF', false);
  expect(pdf.content.subarray(0, 5).toString()).toBe('%PDF-');
});

test('a reply and a note are written beside each other, and both survive a new window', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager');
  const id = await openOwnConversation(page, store, 'Beside Bea');
  await composer(page).fill('We will send another one.');
  await page.getByRole('radio', { name: 'Note' }).click();
  await expect(composer(page)).toHaveValue('');
  await expect(page.getByText('A reply is kept beside it')).toBeVisible();
  await composer(page).fill('The third complaint this week.');
  const saved = async (): Promise<string> =>
    (await store.shop.bridge.call('chat.draft', { conversationId: id })).body;
  await expect.poll(saved).toContain('The third complaint this week.');
  await page.reload();
  await expect(composer(page)).toHaveValue('The third complaint this week.');
  // Away from the field, R goes on with the reply.
  await composer(page).press('Escape');
  await page.keyboard.press('r');
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue('We will send another one.');
  await composer(page).press('Enter');
  await expect(page.getByRole('log').getByText('We will send another one.')).toBeVisible();
  await page.getByRole('radio', { name: 'Note' }).click();
  await expect(composer(page)).toHaveValue('The third complaint this week.');
  expect(
    store.ask("SELECT 1 FROM messages WHERE conversation_id = ? AND body LIKE '%third complaint%'", id),
  ).toEqual([]);
  await composer(page).fill('');
});

test('a note mentions a colleague, who is told and sees what is new since they last read', async ({
  page,
  store,
}) => {
  const colleague = await signInColleague(store.shop.gateway.address, 'ines');
  const id = await openTalk(colleague, 'Mention Mia');
  await signInAs(page, store, 'manager', '/attention');
  await page.locator('[data-connection="live"]').waitFor();
  const note = {
    conversationId: id,
    kind: 'note',
    body: '@marco please look at this with @nobody.',
  } as const;
  await colleague.run('chat.send_message', { ...note, messageId: uuidv7() });
  const told = page.locator('[data-toasts]').getByText(/mentioned you in a note on Mention Mia/);
  await expect(told).toBeVisible();
  const customer = await writeAs(page, store, 'Newline Nora', 'First question');
  await customer.close();
  await page.evaluate((hash) => location.assign(hash), `#/chat/${id}`);
  await expect(page.getByRole('log').locator('mark')).toHaveText('@marco');
  await page.getByRole('radio', { name: 'Note' }).click();
  await composer(page).pressSequentially('Ask @tom');
  await expect(page.getByRole('option', { name: /@tomasz/ })).toBeVisible();
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue(/^Ask @tomasz\S* $/);
  await page.screenshot({ path: 'test-results/screenshots/conversation-mention.png' });
  await composer(page).fill('');
  // What came while nobody looked begins with a line, also after it was read.
  const [nora] = store.ask<{ id: string }>(
    "SELECT id FROM conversations WHERE customer_name = 'Newline Nora'",
  );
  await page.evaluate((hash) => location.assign(hash), `#/chat/${nora?.id}`);
  await expect(page.getByRole('log').getByText('New messages')).toBeVisible();
  await expect(page.getByRole('log').getByText('First question')).toBeVisible();
});

test('a message that grows too long says so, and is not sent', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/chat');
  await openConversation(page);
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await composer(page).fill('x'.repeat(799));
  await expect(page.getByText(/characters? left/)).toHaveCount(0);
  await composer(page).fill('x'.repeat(800));
  await expect(page.getByText('200 characters left')).toBeVisible();
  await composer(page).fill('x'.repeat(1001));
  await expect(page.getByText('1 character too many')).toBeVisible();
  await expect(page.getByText('A message can have up to 1,000 characters.')).toBeVisible();
  await expect(send).toBeDisabled();
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('x'.repeat(1001));
  await page.screenshot({ path: 'test-results/screenshots/composer-limit.png' });
  await composer(page).fill('');
});
