import { v7 as uuidv7 } from 'uuid';
import { expect, raiseAlert, seriousIn, signInAs, test } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a manager takes, silences and acknowledges alerts, one and several, by keyboard', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/alerts');
  for (const message of ['Door open', 'Fridge warm', 'Till offline']) await raiseAlert(store, message);
  const list = page.getByRole('listbox', { name: 'Alerts' });
  await list.getByRole('option').filter({ hasText: 'Till offline' }).click();
  const detail = page.getByRole('region', { name: 'Alert', exact: true });
  await expect(detail.getByRole('heading', { name: 'Till offline' })).toBeVisible();
  const stored = () =>
    store.ask<{ owner: string | null; silenced: number | null; note: string | null; state: string }>(
      `SELECT owner_name AS owner, silenced_until AS silenced, note, state FROM alerts WHERE message = 'Till offline'
       ORDER BY raised_at DESC LIMIT 1`,
    )[0];
  await page.keyboard.press('m');
  await expect.poll(() => stored()?.owner).toBe('Marco Reyes');
  await expect(detail.getByRole('button', { name: 'Owner: You' })).toBeVisible();
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: /^1 hour/ }).press('Enter');
  await expect(detail.getByText('Silenced until')).toBeVisible();
  await expect.poll(() => stored()?.silenced).not.toBeNull();
  await detail.getByRole('button', { name: 'End silence' }).click();
  await expect.poll(() => stored()?.silenced).toBeNull();
  await list.focus();
  await page.keyboard.press('a');
  // Keys that follow each other as fast as a scanner's are a scan.
  await expect(detail.getByLabel('Note')).toBeFocused();
  await page.keyboard.type('Somebody is on the way');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => stored()).toMatchObject({ note: 'Somebody is on the way', state: 'firing' });

  for (const name of ['Door open', 'Fridge warm']) {
    // Alerts of the living shop move the rows, also under a click.
    await expect(async () => {
      await list.getByRole('option').filter({ hasText: name }).click({ timeout: 2_000 });
      await expect(detail.getByRole('heading', { name })).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await list.focus();
    await page.keyboard.press('x');
  }
  const bulk = page.getByRole('toolbar', { name: 'Selected alerts' });
  await expect(bulk).toContainText('2 selected');
  await bulk.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(bulk).toHaveCount(0);
  const open = () =>
    store.ask(
      `SELECT 1 FROM alerts WHERE message IN ('Door open', 'Fridge warm') AND acknowledged_at IS NULL AND resolved_at IS NULL`,
    ).length;
  await expect.poll(open).toBe(0);
  expect(await seriousIn(page)).toEqual([]);
});

test('an alert leads to the movement that raised it', async ({ page, store }) => {
  await signInAs(page, store, 'manager');
  const [alert] = store.ask<{ id: string; seq: number; itemId: string }>(
    `SELECT a.id, a.raised_seq AS seq, a.item_id AS itemId FROM alerts a JOIN movements m ON m.seq = a.raised_seq
     WHERE a.resolved_at IS NOT NULL AND a.item_id <> '' ORDER BY a.raised_at DESC LIMIT 1`,
  );
  await store.open(page, `/alerts/${alert?.id}`);
  const cause = page.locator(`[data-cause="${alert?.seq}"]`);
  await cause.getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`#/inventory/${alert?.itemId}`));
});

test('a manager changes a rule, sees what it would fire on, and decides where a colleague was faster', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/alerts/rules');
  const rule = () =>
    store.ask<{ forMs: number; severity: string }>(
      "SELECT for_ms AS forMs, severity FROM alert_rules WHERE id = 'overstock'",
    )[0];
  await page
    .getByRole('listbox', { name: 'Alert rules' })
    .getByRole('option')
    .filter({ hasText: 'Too much' })
    .click();
  await page.getByRole('listbox', { name: 'Alert rules' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Too much stock' });
  await dialog.getByLabel('Limit where none is set').fill('1');
  await expect(dialog.getByRole('status').first()).toContainText(/Would fire on [\d,]+ items/);
  await dialog.getByLabel('Limit where none is set').fill('');
  await dialog.getByLabel('Fire after (minutes)').fill('2');
  expect(await seriousIn(page)).toEqual([]);
  const { rules } = await store.shop.bridge.call('alerts.rules', {});
  const expected = rules.find(({ id }) => id === 'overstock');
  if (!expected) throw new Error('There is no such rule.');
  await store.shop.bridge.call('commands.submit', {
    id: uuidv7(),
    type: 'alerts.set_rule',
    data: { rule: { ...expected, severity: 'warning' }, expected },
  });
  const conflict = dialog.getByRole('alert');
  await expect(conflict).toContainText('Somebody else has changed this rule meanwhile.');
  await expect(conflict.getByRole('row', { name: /Severity/ })).toContainText('InfoWarning');
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await conflict.getByRole('button', { name: 'Continue with mine' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  expect(rule()).toEqual({ forMs: 120_000, severity: 'info' });
});

test('a user who wants no alerts of a kind has none in the badge', async ({ page, store }) => {
  await signInAs(page, store, 'agent', '/alerts');
  await page.getByRole('button', { name: 'Notify me' }).click();
  const dialog = page.getByRole('dialog', { name: 'How you are told about alerts' });
  expect(await seriousIn(page)).toEqual([]);
  const kinds = ['Low stock', 'Out of stock', 'Too much stock', 'Expiring soon', 'Missing data'];
  for (const kind of [...kinds, 'Stock differs', 'Behind target', 'Raised manually'])
    for (const severity of ['Critical', 'Warning', 'Info'])
      await dialog.getByLabel(`${kind}, ${severity}`).selectOption({ label: 'Not at all' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  const entry = page.getByRole('link', { name: /^Alerts/ });
  await expect(entry.locator('.sr-only')).toHaveCount(0);
  await store.shop.bridge.call('settings.set', { alertDelivery: [] });
});
