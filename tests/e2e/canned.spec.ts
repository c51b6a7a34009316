import type { Locator, Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { type Colleague, signInColleague } from '../support/colleague.ts';
import { expect, ownLevel, PERSONA, type Store, seriousIn, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway');
});

const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^(Reply to|Private note)/ });
const replies = (page: Page): Locator => page.getByRole('listbox', { name: 'Canned replies to insert' });
const bodies = (store: Store, conversationId: string): string[] =>
  store
    .ask<{ body: string }>('SELECT body FROM messages WHERE conversation_id = ? ORDER BY seq', conversationId)
    .map(({ body }) => body);

/** A conversation about an order, which the demo leaves alone. */
async function ownConversation(store: Store, manager: Colleague): Promise<{ id: string; order: string }> {
  const [order] = store.ask<{ id: string; number: string }>(
    'SELECT id, number FROM orders ORDER BY placed_at LIMIT 1',
  );
  if (!order) throw new Error('The demo has no order.');
  const id = uuidv7();
  const customer = { id: `own-${id}`, name: 'Ada Canned', email: null };
  await manager.run('chat.open_conversation', {
    conversationId: id,
    customer,
    subject: null,
    orderIds: [order.id],
  });
  return { id, order: order.number };
}

test('a reply is inserted after a slash, and asked about when its stock has changed', async ({
  page,
  store,
}) => {
  const manager = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const { id, order } = await ownConversation(store, manager);
  const item = await ownLevel(store, 'Canned-tea', 12);
  await manager.run('canned.save', {
    ...{ replyId: uuidv7(), shortcut: 'ship-own', title: 'Own', folder: 'Delivery', shared: true },
    body: `Hello {{customer.name}}, order {{order.id}}: {{stock.${item.sku}}} left. {{agent.name}}`,
    seen: null,
  });
  await signInAs(page, store, 'manager', `/chat/${id}`);
  await composer(page).pressSequentially('/ship');
  await expect(replies(page).getByRole('option', { name: /ship-own/ })).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/screenshots/canned-slash.png' });
  // Escape leaves the slash; another letter is not a new list.
  await page.keyboard.press('Escape');
  await expect(replies(page)).toHaveCount(0);
  await expect(composer(page)).toHaveValue('/ship');
  await composer(page).fill('');
  // What was typed decides, however fast it was.
  await composer(page).pressSequentially('/ship-own');
  await page.keyboard.press('Enter');
  await expect(composer(page)).toHaveValue(`Hello Ada Canned, order ${order}: 12 left. Marco Reyes`);

  const { itemId, locationId } = item;
  await manager.run('inventory.adjust', {
    ...{ itemId, locationId, reason: 'damaged', reference: null },
    change: { mode: 'delta', quantity: -3 },
  });
  const question = page.getByRole('alert').filter({ hasText: '12 became 9' });
  await expect(async () => {
    await composer(page).press('Enter');
    await expect(question).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.screenshot({ path: 'test-results/screenshots/canned-changed.png' });
  await question.getByRole('button', { name: 'Update the text' }).click();
  await expect(composer(page)).toHaveValue(/: 9 left/);
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
  await expect
    .poll(() => bodies(store, id))
    .toEqual([`Hello Ada Canned, order ${order}: 9 left. Marco Reyes`]);
});

test('an open variable or a stock figure that is not current stops the message', async ({ page, store }) => {
  const manager = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const { id } = await ownConversation(store, manager);
  const item = await ownLevel(store, 'Canned-mug', 5);
  await signInAs(page, store, 'manager', `/chat/${id}`);
  const note = page.getByRole('alert').filter({ hasText: 'Not sent' });
  await composer(page).fill('See {{stock.NO-SUCH}} and {{what}}');
  await composer(page).press('Enter');
  await expect(note).toContainText('Still open: {{stock.NO-SUCH}}, {{what}}');
  const reasons = page.getByRole('list', { name: 'Open variables' });
  await expect(reasons).toContainText('{{stock.NO-SUCH}}: no item for sale has this SKU');
  await expect(reasons).toContainText('{{what}}: there is no such variable');
  await page.screenshot({ path: 'test-results/screenshots/canned-open.png' });
  await expect(composer(page)).toHaveValue('See {{stock.NO-SUCH}} and {{what}}');

  await composer(page).fill(`Only {{stock.${item.sku}}} left`);
  await page.getByRole('button', { name: 'Fill in' }).click();
  await expect(composer(page)).toHaveValue('Only 5 left');
  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
  await composer(page).press('Enter');
  await expect(note).toContainText(`The stock of ${item.sku} cannot be checked offline`);
  await page.screenshot({ path: 'test-results/screenshots/canned-stale.png' });
  await expect(composer(page)).toHaveValue('Only 5 left');
  // It stays known as a figure when the window is loaded again.
  await page.reload();
  await expect(composer(page)).toHaveValue('Only 5 left');
  await composer(page).press('Enter');
  await expect(note).toContainText(`The stock of ${item.sku}`);
  expect(bodies(store, id)).toEqual([]);

  await store.shop.restartGateway(true);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await composer(page).press('Enter');
  await expect.poll(() => bodies(store, id)).toEqual(['Only 5 left']);
});

test('replies and macros are edited, also by two at once, and a macro runs', async ({ page, store }) => {
  const manager = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const { id } = await ownConversation(store, manager);
  const shortcut = `both-${id.slice(-6)}`;
  await signInAs(page, store, 'manager', '/canned?open=new');
  await page.getByLabel('Title', { exact: true }).fill('Both');
  await page.getByLabel('Shortcut', { exact: true }).fill(shortcut);
  await page.getByLabel('Text', { exact: true }).fill('Thanks, {{customer.name}}');
  await page.getByLabel('Visible to').selectOption('The whole team');
  await expect(page.getByText('Thanks, Alex Morgan')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Both' })).toBeVisible();
  const reply = (): { id: string; body: string; version: number } | undefined =>
    store.ask<{ id: string; body: string; version: number }>(
      'SELECT id, body, version FROM canned_replies WHERE shortcut = ?',
      shortcut,
    )[0];
  await expect.poll(() => reply()?.version).toBe(1);
  const replyId = reply()?.id ?? '';

  await page.getByLabel('Text', { exact: true }).fill('Mine, {{customer.name}}');
  const theirs = { replyId, shortcut, title: 'Both', folder: null, shared: true };
  await manager.run('canned.save', { ...theirs, body: 'Theirs', seen: 1 });
  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('alert').filter({ hasText: 'has saved it meanwhile' });
  await expect(conflict).toContainText('Theirs');
  expect(await seriousIn(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/screenshots/canned-conflict.png' });
  await conflict.getByRole('button', { name: /mine/i }).click();
  await expect.poll(() => reply()).toEqual({ id: replyId, body: 'Mine, {{customer.name}}', version: 3 });

  await store.open(page, '/canned?tab=macros&open=new');
  await page.getByLabel('Name').fill(`Close ${shortcut}`);
  const add = page.getByRole('button', { name: 'Add action' });
  for (const action of ['Assign to me', 'Send reply', 'Set status']) {
    await add.click();
    await page.getByRole('menuitem', { name: action }).click();
  }
  await page.getByLabel('Reply of action 2').selectOption({ label: `Both · /${shortcut}` });
  await page.getByLabel('Status of action 3').selectOption('Resolved');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: `Close ${shortcut}` })).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/canned-macro.png' });

  await store.open(page, `/chat/${id}`);
  await composer(page).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(`macro close ${shortcut}`);
  await page.getByRole('option', { name: `Run macro: Close ${shortcut}` }).waitFor();
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Macro done: Close ${shortcut}`, { exact: true })).toBeVisible();
  expect(bodies(store, id)).toEqual(['Mine, Ada Canned']);
  expect(store.ask('SELECT status, assignee_name FROM conversations WHERE id = ?', id)).toEqual([
    { status: 'resolved', assignee_name: 'Marco Reyes' },
  ]);
  // The palette also opens the list of replies, with the focus in the text.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('insert canned');
  await page.keyboard.press('Enter');
  await expect(replies(page)).toBeVisible();
  await expect(composer(page)).toBeFocused();
});
