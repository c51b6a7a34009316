import { escapeFrom, expect, PERSONA, signInAs, signOut, test } from './fixtures.ts';

test('one click signs in, and a figure changes by itself', async ({ page, store }) => {
  test.setTimeout(240_000);
  await signOut(page, store);
  await expect(page.locator('[data-persona]')).toHaveCount(4);
  await page.locator(`[data-persona="${PERSONA.manager}"]`).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Live' })).toBeVisible();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
  const orders = page.locator('[data-figure="orders"][data-value]');
  // The shop's past comes first.
  await expect
    .poll(async () => Number(await orders.getAttribute('data-value')), { timeout: 60_000 })
    .toBeGreaterThan(0);
  // Gone after a reload.
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  // Any figure: at night, minutes may pass without an order.
  const values = (): Promise<(string | undefined)[]> =>
    page
      .locator('[data-figure][data-value]')
      .evaluateAll((all) => all.map((figure) => (figure as HTMLElement).dataset['value']));
  const before = await values();
  await expect.poll(values, { timeout: 150_000 }).not.toEqual(before);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('an adjustment changes the figure and stands in the ledger', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/inventory');
  const row = page.locator('tr[id^="stock-"]').first();
  await row.click();
  const reference = `E2E-${Date.now()}`;
  await page.getByRole('button', { name: 'Adjust', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Adjust stock' });
  await dialog.getByLabel('Change').fill('7');
  await dialog.getByRole('button', { name: 'Recount' }).click();
  await dialog.getByLabel(/^Reference/).fill(reference);
  await dialog.getByRole('button', { name: 'Adjust stock' }).click();
  await expect(dialog).toBeHidden();
  const ledger = page.getByRole('list', { name: 'Ledger, newest first' });
  const line = ledger.getByRole('listitem').filter({ hasText: reference });
  await expect(line).toContainText('+7');
  await expect(line).toContainText('Recount');
  await expect(line).toContainText('Marco Reyes');
  const movements = store.ask<{ delta_on_hand: number; on_hand_after: number }>(
    'SELECT delta_on_hand, on_hand_after FROM movements WHERE reference = ?',
    reference,
  );
  expect(movements).toHaveLength(1);
  expect(movements[0]?.delta_on_hand).toBe(7);
  const after = new Intl.NumberFormat('en-GB').format(movements[0]?.on_hand_after ?? -1);
  await expect(line).toContainText(`${after} on hand`);
});

test('too large an adjustment is refused before it is sent, with what is available', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/inventory');
  await page.locator('tr[id^="stock-"]').first().click();
  await page.getByRole('button', { name: 'Adjust', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Adjust stock' });
  await dialog.getByLabel('Change').fill('-999999');
  await dialog.getByRole('button', { name: 'Damaged' }).click();
  await dialog.getByRole('button', { name: 'Adjust stock' }).click();
  await expect(dialog.getByText(/available; this would remove/)).toBeVisible();
  await escapeFrom(page, dialog);
});

test('a customer answers what an agent writes', async ({ page, store }) => {
  // Not just any conversation: other tests begin some whose customers are nobody, and a customer who thanked falls silent.
  const [talk] = store.ask<{ id: string }>(
    `SELECT c.id FROM demo_conversations d JOIN conversations c ON c.id = d.conversation_id
     WHERE d.silent = 0 AND c.status IN ('open', 'pending') ORDER BY c.last_message_at DESC LIMIT 1`,
  );
  expect(talk, 'a customer who is still talking').toBeDefined();
  await signInAs(page, store, 'agent', `/chat/${talk?.id ?? ''}`);
  const composer = page.getByLabel(/^Reply to/);
  await composer.click();
  await expect(composer).toBeFocused();
  const body = `Your parcel is on its way, e2e ${Date.now()}`;
  await composer.fill(body);
  await composer.press('Enter');
  await expect(composer).toHaveValue('');
  const log = page.getByRole('log');
  const own = log.locator('[data-index]').filter({ hasText: body });
  await expect(own).toHaveCount(1);
  await expect(own.locator('[data-receipt]')).toHaveAttribute('data-receipt', /^(delivered|read)$/, {
    timeout: 20_000,
  });
  const mine = store.ask<{ seq: number; conversation_id: string }>(
    'SELECT seq, conversation_id FROM messages WHERE body = ?',
    body,
  );
  expect(mine).toHaveLength(1);
  const { seq = 0, conversation_id: conversation = '' } = mine[0] ?? {};
  const answers = (): { body: string }[] =>
    store.ask(
      "SELECT body FROM messages WHERE conversation_id = ? AND seq > ? AND json_extract(author, '$.kind') = 'customer' ORDER BY seq",
      conversation,
      seq,
    );
  await expect.poll(() => answers().length, { timeout: 30_000 }).toBeGreaterThan(0);
  await expect(log.getByText(answers()[0]?.body ?? 'none', { exact: true }).last()).toBeVisible();
  await expect(own.locator('[data-receipt]')).toHaveAttribute('data-receipt', 'read');
});
