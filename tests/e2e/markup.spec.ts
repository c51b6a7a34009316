import type { Locator, Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { signInColleague } from '../support/colleague.ts';
import { MARKUP, markupMessages } from '../support/markup.ts';
import { expect, PERSONA, type Store, signInAs, test } from './fixtures.ts';

/** Less than a message may have. */
const MESSAGE_LENGTH = 900;
const CUSTOMER = '<img src=x onerror=window.ran=1> Kim Markup';

/** What of a page runs, frames or loads something that a text could have put there. */
const foreign = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = [...document.querySelectorAll('script:not([src]), iframe, object, embed, base, [srcdoc]')];
    const wired = [...document.querySelectorAll('*')].filter((element) =>
      [...element.attributes].some(
        ({ name, value }) => /^on/i.test(name) || /^\s*(?:javascript|data:text)/i.test(value),
      ),
    );
    const loading = document.querySelectorAll(
      'img[src="x"], [href*="evil.invalid"], meta[http-equiv="refresh"]',
    );
    const ran = 'ran' in window ? ['something ran'] : [];
    return [...ran, ...[...found, ...wired, ...loading].map((element) => element.outerHTML.slice(0, 200))];
  });

/** Records questions and pages that a text could have opened. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('evil.invalid')) seen.push(request.url());
  });
  return seen;
}

/** Expects every line in full, as it was written, and nothing of it at work. */
async function expectAsText(page: Page, log: Locator): Promise<void> {
  for (const line of MARKUP) await expect(log).toContainText(line);
  expect(await foreign(page)).toEqual([]);
}

const say = async (widget: Page, body: string): Promise<void> => {
  await widget.getByLabel('Your message').fill(body);
  await widget.getByRole('button', { name: 'Send' }).click();
};

const talkOf = (store: Store): string =>
  store.ask<{ id: string }>('SELECT id FROM conversations WHERE customer_name = ?', CUSTOMER)[0]?.id ?? '';

test('markup and scripts in names, messages, notes and rooms are text in every window', async ({
  page,
  store,
}) => {
  test.setTimeout(180_000);
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  await signInAs(page, store, 'manager');
  const widget = await page.context().newPage();
  const seen = [watch(page), watch(widget)];
  await widget.goto(`${store.shop.gateway.address}/widget?lang=en`);
  await widget.getByLabel('Name').fill(CUSTOMER);
  await widget.getByLabel('E-mail').fill('kim@example.com');
  await widget.getByRole('button', { name: 'Start conversation' }).click();
  const theirs = widget.getByRole('log');
  for (const body of markupMessages(MESSAGE_LENGTH)) {
    await say(widget, body);
    await expect(theirs).toContainText(body.split('\n').at(-1) ?? '');
  }
  await expect.poll(() => talkOf(store)).not.toBe('');
  const conversationId = talkOf(store);
  const stored = (): string =>
    store
      .ask<{ body: string }>(
        'SELECT body FROM messages WHERE conversation_id = ? ORDER BY seq',
        conversationId,
      )
      .map(({ body }) => body)
      .join('\n');
  await expect.poll(stored).toBe(MARKUP.join('\n'));
  await expectAsText(widget, theirs);

  // In the conversation, above it and in the list.
  await page.bringToFront();
  await store.open(page, `/chat/${conversationId}`);
  const log = page.getByRole('log');
  await expect(page.getByRole('heading', { level: 2, name: CUSTOMER })).toHaveCount(2);
  const list = page.getByRole('listbox', { name: 'Conversations' });
  const entry = list.getByRole('option').filter({ hasText: CUSTOMER });
  await expect(entry).toContainText(markupMessages(MESSAGE_LENGTH).at(-1)?.split('\n')[0] ?? 'none');
  await expectAsText(page, log);

  // What the team writes, for itself and for the customer; who is elsewhere is told.
  await store.open(page, '/live');
  for (const kind of ['note', 'text'] as const)
    for (const body of markupMessages(MESSAGE_LENGTH))
      await colleague.run('chat.send_message', { conversationId, messageId: uuidv7(), kind, body });
  for (const line of MARKUP) await expect(theirs.getByText(line).nth(1)).toBeAttached();
  expect(await foreign(widget)).toEqual([]);
  expect(await foreign(page)).toEqual([]);
  await store.open(page, `/chat/${conversationId}`);
  await expectAsText(page, log);

  // A room, its name and its topic.
  const roomId = uuidv7();
  const name = `<svg onload=window.ran=1> ${roomId.slice(-6)}`;
  const topic = '<img src=x onerror=window.ran=1>';
  await colleague.run('rooms.create', { roomId, kind: 'general', name, topic, memberIds: [] });
  for (const body of markupMessages(MESSAGE_LENGTH))
    await colleague.run('rooms.post', { roomId, messageId: uuidv7(), body, mentions: [], shared: null });
  await store.open(page, `/rooms/${roomId}`);
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  await expect(page.getByText(topic, { exact: true }).first()).toBeVisible();
  await expectAsText(page, page.getByRole('log'));
  await page.screenshot({ path: 'test-results/screenshots/markup.png' });
  await colleague.run('rooms.archive', { roomId, archived: true });

  // What is searched for and found.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Kim Markup', { delay: 20 });
  await expect(page.getByRole('dialog').getByText(CUSTOMER).first()).toBeVisible();
  expect(await foreign(page)).toEqual([]);
  expect(seen.flat()).toEqual([]);
  await colleague.run('chat.set_status', { conversationId, status: 'resolved' });
  await widget.close();
});
