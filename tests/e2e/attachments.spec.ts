import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { makePdf, makePng, sha256Of } from '../support/make/files.ts';
import { expect, type Store, seriousIn, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'needs the browser’s downloads');
});

const HTML = Buffer.from('<!doctype html><script>alert(1)</script>');
const photo = Buffer.from(makePng(320, 200, 600_000, 120));

const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^(Reply to|Private note)/ });
const added = (page: Page): Locator => page.getByRole('list', { name: 'Files of this message' });
const log = (page: Page): Locator => page.getByRole('log');

/** Opens a conversation that nobody else writes in. */
async function ownConversation(page: Page, store: Store, name: string): Promise<string> {
  await signInAs(page, store, 'manager', '/chat');
  const conversationId = uuidv7();
  const customer = { id: uuidv7(), name, email: null };
  await store.shop.bridge.call('commands.submit', {
    id: uuidv7(),
    type: 'chat.open_conversation',
    data: { conversationId, customer, subject: null, orderIds: [] },
  });
  await expect
    .poll(() => store.ask('SELECT 1 FROM conversations WHERE id = ?', conversationId).length)
    .toBe(1);
  await store.open(page, `/chat/${conversationId}`);
  await composer(page).waitFor();
  return conversationId;
}

/** Hands files to an element as a paste or a drop does. */
async function hand(
  target: Locator,
  kind: 'paste' | 'drop',
  name: string,
  type: string,
  bytes: Buffer,
): Promise<void> {
  await target.evaluate(
    (element, file) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(file.content), (character) => character.charCodeAt(0));
      data.items.add(new File([content], file.name, { type: file.type }));
      const init = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        file.kind === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', { ...init, dataTransfer: data }),
      );
    },
    { kind, name, type, content: bytes.toString('base64') },
  );
}

const filesOf = (store: Store, conversationId: string): string[] =>
  store
    .ask<{ sha256: string }>(
      `SELECT a.sha256 FROM messages m, json_each(m.attachments) f JOIN attachments a ON a.id = json_extract(f.value, '$.id')
       WHERE m.conversation_id = ? ORDER BY m.seq, f.key`,
      conversationId,
    )
    .map(({ sha256 }) => sha256);

test('files are chosen, pasted and dropped, checked, taken away and sent', async ({ page, store }) => {
  const conversationId = await ownConversation(page, store, 'Paula Picture');
  const picker = page.locator('form input[type=file]');
  await picker.setInputFiles([{ name: 'photo.png', mimeType: 'image/png', buffer: photo }]);
  await expect(added(page).getByText('photo.png')).toBeVisible();
  await expect(added(page).getByText('Uploaded')).toBeVisible();
  await hand(composer(page), 'paste', 'invoice.png', 'image/png', HTML);
  await expect(added(page).getByText(/does not match its name/)).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/attachments-added.png' });
  expect(await seriousIn(page)).toEqual([]);
  await composer(page).press('Enter');
  await expect(page.getByText('remove those that were not accepted')).toBeVisible();
  await added(page).getByRole('button', { name: 'Remove invoice.png' }).click();
  const pdf = Buffer.from(makePdf('Paula'));
  await hand(composer(page), 'drop', 'offer.pdf', 'application/pdf', pdf);
  await expect(added(page).getByRole('listitem')).toHaveCount(2);
  await hand(composer(page), 'drop', 'page.html', 'text/html', HTML);
  await expect(page.getByText('page.html was not added')).toBeVisible();
  // What was added is kept like a draft.
  await page.reload();
  await expect(added(page).getByText('Uploaded')).toHaveCount(2);
  await composer(page).fill('Here they are');
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
  await expect(added(page)).toHaveCount(0);
  await expect(log(page).getByRole('img', { name: 'photo.png' })).toBeVisible();
  await expect.poll(() => filesOf(store, conversationId)).toEqual([sha256Of(photo), sha256Of(pdf)]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    log(page).getByRole('button', { name: 'Save offer.pdf' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('offer.pdf');
  expect(sha256Of(await readFile(await download.path()))).toBe(sha256Of(pdf));
  await log(page).getByRole('button', { name: 'Enlarge photo.png' }).click();
  await expect(page.getByRole('dialog').getByRole('img', { name: 'photo.png' })).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/attachments-sent.png' });
  expect(await seriousIn(page)).toEqual([]);
});

test('offline, a message waits with its file; the customer sees, fetches and sends files', async ({
  page,
  store,
}) => {
  const widget = await page.context().newPage();
  await widget.goto(`${store.shop.gateway.address}/widget?lang=en`);
  await widget.getByLabel('Name').fill('Olaf Offline');
  await widget.getByLabel('E-mail').fill('olaf@example.com');
  await widget.getByRole('button', { name: 'Start conversation' }).click();
  // Nobody can choose files before there is a conversation; a test can.
  await expect(widget.getByLabel('Your message')).toBeFocused();
  await widget.locator('#file').setInputFiles([
    { name: 'bad.png', mimeType: 'image/png', buffer: HTML },
    { name: 'broken.png', mimeType: 'image/png', buffer: photo },
  ]);
  await expect(widget.getByRole('alert')).toContainText('bad.png');
  const files = widget.getByRole('list', { name: 'Chosen files' });
  await expect(files.getByRole('listitem')).toHaveCount(1);
  await expect(widget.getByRole('button', { name: 'Send' })).toBeEnabled();
  await widget.getByLabel('Your message').fill('It came like this');
  await widget.getByRole('button', { name: 'Send' }).click();
  await expect(widget.getByRole('log').getByRole('link', { name: /^broken\.png/ })).toBeVisible();
  await widget.getByRole('button', { name: 'Show broken.png' }).click();
  await expect(widget.getByRole('img', { name: 'broken.png' })).toBeVisible();
  expect(await seriousIn(widget)).toEqual([]);
  await widget.screenshot({ path: 'test-results/screenshots/attachments-widget.png' });

  await signInAs(page, store, 'manager', '/chat');
  const [found] = store.ask<{ id: string }>(
    "SELECT id FROM conversations WHERE customer_name = 'Olaf Offline'",
  );
  await store.open(page, `/chat/${found?.id}`);
  await expect(log(page).getByText('It came like this')).toBeVisible();
  // Nothing is fetched before somebody asks for it.
  await expect(log(page).getByRole('img', { name: 'broken.png' })).toHaveCount(0);
  await log(page).getByRole('button', { name: 'Show', exact: true }).click();
  await expect(log(page).getByRole('img', { name: 'broken.png' })).toBeVisible();

  await store.shop.bridge.call('connection.pause', {});
  const note = Buffer.from('Refund: 12.00\n');
  await page
    .locator('form input[type=file]')
    .setInputFiles([{ name: 'refund.txt', mimeType: 'text/plain', buffer: note }]);
  await expect(added(page).getByText('Saved here, uploaded when back online')).toBeVisible();
  await composer(page).press('Enter');
  await expect(added(page)).toHaveCount(0);
  await expect(log(page).getByText('waits to be uploaded')).toBeVisible();
  await store.shop.console.kill();
  await store.shop.restartConsole();
  await expect(log(page).getByText('waits to be uploaded')).toBeVisible({ timeout: 20_000 });
  await page.screenshot({ path: 'test-results/screenshots/attachments-offline.png' });
  await store.shop.bridge.call('connection.resume', {});
  await expect(widget.getByRole('log').getByRole('link', { name: /^refund\.txt/ })).toBeVisible({
    timeout: 20_000,
  });
  const [download] = await Promise.all([
    widget.waitForEvent('download'),
    widget.getByRole('link', { name: /^refund\.txt/ }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe(note.toString());
  await widget.close();
});
