import { until } from '../support/wait.ts';
import { expect, openOwnConversation, type Store, signInAs, test } from './fixtures.ts';

const count = (store: Store, body: string): number =>
  store.ask<{ n: number }>('SELECT count(*) AS n FROM messages WHERE body = ?', body)[0]?.n ?? -1;

test('with the gateway gone it says so with the age, keeps what is written, and sends it once', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'agent', '/chat');
  await openOwnConversation(page, store, 'Cut Off');
  const composer = page.getByLabel(/^Reply to/);
  await composer.waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('[data-connection="offline"]')).toContainText('Cached, as of');
  await expect(page.getByText(/the data is .+ old/)).toBeVisible();

  const body = `Written without a server, e2e ${Date.now()}`;
  await composer.click();
  await composer.fill(body);
  await expect(page.getByText('Offline: your message is saved on this computer')).toBeVisible();
  await composer.press('Enter');
  const own = page.getByRole('log').locator('[data-index]').filter({ hasText: body });
  await expect(own.locator('[data-receipt="queued"]')).toHaveText('Saved here, sent when back online');
  expect(count(store, body)).toBe(0);

  await store.shop.restartGateway(true);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await expect(own.locator('[data-receipt]')).toHaveAttribute('data-receipt', /^(sent|delivered|read)$/, {
    timeout: 20_000,
  });
  await expect(own).toHaveCount(1);
  expect(count(store, body)).toBe(1);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('with the console process killed while typing, the page comes back by itself and the draft is kept', async ({
  page,
  store,
}, info) => {
  test.skip(
    info.project.name === 'desktop',
    'in the desktop host window and process are one; the draft is tested with the engine',
  );
  await signInAs(page, store, 'agent', '/chat');
  await openOwnConversation(page, store, 'Cut Off');
  const composer = page.getByLabel(/^Reply to/);
  await composer.click();
  await composer.fill('');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const conversationId = decodeURIComponent(/#\/chat\/([^?]+)/.exec(page.url())?.[1] ?? '');
  expect(conversationId).not.toBe('');

  await composer.pressSequentially('I was in the middle of');
  await store.shop.console.kill();
  await composer.pressSequentially(' a sentence');
  await expect(page.locator('[data-connection="bridge"]')).toBeVisible({ timeout: 30_000 });
  await store.shop.restartConsole();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  await expect(composer).toHaveValue('I was in the middle of a sentence');

  await composer.pressSequentially(', and went on');
  const text = 'I was in the middle of a sentence, and went on';
  await until('the draft is durable', async () =>
    (await store.shop.bridge.call('chat.draft', { conversationId })).body.includes(text),
  );
  await store.shop.console.kill();
  await store.shop.restartConsole();
  await page.reload();
  await expect(page.getByLabel(/^Reply to/)).toHaveValue(text);
  await page.getByLabel(/^Reply to/).fill('');
  await until(
    'the draft is gone',
    async () => !(await store.shop.bridge.call('chat.draft', { conversationId })).body.includes('sentence'),
  );
});
