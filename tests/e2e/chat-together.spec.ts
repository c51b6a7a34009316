import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { handshake, TestClient } from '../support/client.ts';
import { openTalk, signInColleague } from '../support/colleague.ts';
import { expect, ownLevel, type Store, signInAs, test, writeAs } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const composer = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ });

/** A conversation that nobody of the demo works on, open in the console, and a colleague. */
async function together(page: Page, store: Store, name: string) {
  const colleague = await signInColleague(store.shop.gateway.address, 'marco');
  const conversationId = await openTalk(colleague, name);
  const note = (body: string) =>
    colleague.run('chat.send_message', { conversationId, messageId: uuidv7(), kind: 'note', body });
  const texts = () =>
    store
      .ask<{ body: string }>(
        'SELECT body FROM messages WHERE conversation_id = ? ORDER BY seq',
        conversationId,
      )
      .map(({ body }) => body);
  await note('Begun');
  await signInAs(page, store, 'agent', `/chat/${conversationId}`);
  await expect(page.getByRole('log').getByText('Begun')).toBeVisible();
  return { colleague, conversationId, note, texts };
}

test('an agent sees who else is in a conversation, and who is about to answer', async ({ page, store }) => {
  const { colleague, conversationId } = await together(page, store, 'Together Ada');
  const other = new TestClient(store.shop.gateway.address, handshake(colleague.token));
  try {
    await other.untilReceived('welcome');
    const look = (hasDraft: boolean, lasts: number) =>
      other.socket.emit('signal', {
        type: 'viewing',
        conversationId,
        name: 'anybody',
        hasDraft,
        expiresAt: lasts === 0 ? 0 : Date.now() + lasts,
      });
    const bar = page.locator('[data-company]');
    await expect(bar).toHaveCount(0);
    look(false, 25_000);
    await expect(bar).toHaveText('Marco Reyes is here, too.');
    other.socket.emit('signal', {
      type: 'typing',
      conversationId,
      name: 'anybody',
      who: 'user',
      expiresAt: Date.now() + 2_000,
    });
    await expect(bar).toHaveText('Marco Reyes is writing here.');
    await page.screenshot({ path: 'test-results/screenshots/company.png' });
    look(true, 25_000);
    // Writing ends by itself; nobody says so.
    await expect(bar).toHaveText('Marco Reyes has an unsent text here.');
    look(false, 0);
    await expect(bar).toHaveCount(0);
    // They are told the same about the agent, also that a text has begun.
    const told = (hasDraft: boolean) =>
      other.until((all) =>
        all.some(
          ({ name, body }) =>
            name === 'signal' &&
            typeof body === 'object' &&
            body !== null &&
            Reflect.get(body, 'conversationId') === conversationId &&
            Reflect.get(body, 'hasDraft') === hasDraft &&
            Reflect.get(body, 'name') === 'Ava Lindqvist',
        ),
      );
    await told(false);
    await composer(page).fill('Hello');
    await told(true);
    await composer(page).fill('');
  } finally {
    other.close();
  }
});

test('a reply written before others wrote asks before it is sent', async ({ page, store }) => {
  const { note, texts } = await together(page, store, 'Together Ben');
  await composer(page).fill('It is on its way.');
  await note('Do not promise anything yet');
  await expect(page.getByRole('log').getByText('Do not promise anything yet')).toBeVisible();
  await composer(page).press('Enter');
  const question = page
    .getByRole('alert')
    .filter({ hasText: 'There is a new message since you wrote this.' });
  await expect(question).toContainText('Marco Reyes: Do not promise anything yet');
  await page.screenshot({ path: 'test-results/screenshots/newer-question.png' });
  await expect(question.getByRole('button', { name: 'Keep writing' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(composer(page)).toBeFocused();
  expect(texts()).not.toContain('It is on its way.');
  // What was asked once is not asked again; what comes after it is.
  await note('Really not');
  await expect(page.getByRole('log').getByText('Really not')).toBeVisible();
  await composer(page).press('Enter');
  await expect(question).toContainText('Really not');
  await expect(question).not.toContainText('Do not promise');
  await question.getByRole('button', { name: 'Send anyway' }).click();
  await expect.poll(texts).toContain('It is on its way.');
  await expect(composer(page)).toHaveValue('');
  // A key after the message shows that it was read.
  await note('Thank you');
  await expect(page.getByRole('log').getByText('Thank you')).toBeVisible();
  await composer(page).fill('Gladly');
  await composer(page).press('Enter');
  await expect.poll(texts).toContain('Gladly');
});

test('a reply that waited offline while a colleague wrote is looked at before it is sent', async ({
  page,
  store,
}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway');
  const { note, texts } = await together(page, store, 'Together Cleo');
  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
  await composer(page).fill('I will look into it.');
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
  // The colleague is back before this console is.
  await store.shop.console.kill();
  await store.shop.restartGateway(true);
  await note('Solved by telephone');
  await page.waitForTimeout(2_100);
  await store.shop.restartConsole();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await page.getByRole('button', { name: 'Review' }).click();
  const dialog = page.getByRole('dialog', { name: /^Send this change\?/ });
  await expect(dialog).toContainText('Others have written in the conversation since');
  await expect(dialog).toContainText('I will look into it.');
  await expect(dialog).toContainText('Solved by telephone');
  await page.screenshot({ path: 'test-results/screenshots/reply-outdated.png' });
  expect(texts()).toEqual(['Begun', 'Solved by telephone']);
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(texts).toEqual(['Begun', 'Solved by telephone', 'I will look into it.']);
});

test('an item that a customer names shows its stock, and is reserved for them', async ({ page, store }) => {
  const { name, itemId, sku, locationId } = await ownLevel(store, 'Copper kettle', 12);
  await signInAs(page, store, 'manager', `/inventory/${itemId}`);
  const widget = await writeAs(page, store, 'Together Dora', `Do you still have the copper KETTLE?`);
  const talks = () =>
    store.ask<{ id: string }>("SELECT id FROM conversations WHERE customer_name = 'Together Dora'");
  await expect.poll(talks).toHaveLength(1);
  const [talk] = talks();
  await store.open(page, `/chat/${talk?.id}`);
  const card = page.locator(`[data-named-item="${sku}"]`);
  await expect(card).toContainText(name);
  await expect(card).toContainText('12');
  await page.screenshot({ path: 'test-results/screenshots/named-item.png' });
  await card.getByRole('button', { name: 'Reserve' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reserve stock' });
  await dialog.getByLabel('Quantity').fill('2');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(card).toContainText('10');
  expect(
    store.ask(
      'SELECT conversation_id AS talk, location_id AS at, quantity FROM reservations WHERE item_id = ?',
      itemId,
    ),
  ).toEqual([{ talk: talk?.id, at: locationId, quantity: 2 }]);
  await widget.close();
});
