import type { Locator, Page } from '@playwright/test';
import { runGateway } from '../support/processes.ts';
import { expect, openOwnConversation, PERSONA, type Store, signInAs, signOut, test } from './fixtures.ts';

const NORA = { username: 'nora', password: 'vessel quartz lamp', name: 'Nora Manager' } as const;

const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Reply to/ });
const outbox = (page: Page): Locator => page.getByRole('dialog', { name: 'Waiting to be sent' });
const leaving = (page: Page): Locator =>
  page.getByRole('dialog', { name: /not been sent|not sent|Sign out without/ });

async function askToSignOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
}

async function goOffline(page: Page, store: Store): Promise<void> {
  await store.shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
}

async function comeBack(page: Page, store: Store): Promise<void> {
  await store.shop.restartGateway(true);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
}

/** Opens a conversation and returns its address and its customer's name. */
async function openOne(
  page: Page,
  store: Store,
): Promise<{ readonly path: string; readonly customer: string }> {
  await openOwnConversation(page, store, 'Olga Own');
  const label = (await composer(page).getAttribute('aria-label')) ?? '';
  return { path: new URL(page.url()).hash.slice(1), customer: label.replace(/^Reply to |…$/g, '') };
}

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway, and opens several tabs');
});

test('what one person typed is not in the next person’s composer, in any tab', async ({ page, store }) => {
  const other = await page.context().newPage();
  await signInAs(page, store, 'agent');
  const { path } = await openOne(page, store);
  await composer(page).fill('Ava’s own words');
  await store.open(other, path);
  await expect(composer(other)).toBeVisible();
  // Not yet saved when the other tab signs out: it must not be saved as the next person's.
  await composer(page).pressSequentially(', and more');
  await askToSignOut(other);
  await leaving(other).getByRole('button', { name: 'Keep for me and sign out' }).click();
  await other.locator(`[data-persona="${PERSONA.manager}"]`).click();
  for (const tab of [other, page]) {
    await expect(tab.getByRole('button', { name: /^Account/ })).toContainText('Marco Reyes');
    expect(new URL(tab.url()).hash).not.toContain(path);
    await store.open(tab, path);
    await expect(composer(tab)).toHaveValue('');
  }
  expect(await store.shop.bridge.call('chat.drafts', {})).toEqual({ drafts: [] });

  await signInAs(other, store, 'agent', path);
  await expect(composer(other)).toHaveValue(/^Ava’s own words/);
  await composer(other).fill('');
  await other.close();
});

test('offline, the outbox says what waits, lets a message be edited, and asks before it discards', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager');
  const { customer } = await openOne(page, store);
  await goOffline(page, store);
  for (const text of ['First anser', 'Second answer']) {
    await composer(page).fill(text);
    await composer(page).press('Enter');
    await expect(composer(page)).toHaveValue('');
  }
  // How far somebody has read may wait as well.
  const rows = outbox(page).getByRole('listitem').filter({ hasText: 'Message' });
  const badge = page.locator('[data-outbox]');
  await badge.focus();
  await page.keyboard.press('Enter');
  await expect(rows).toHaveText([
    new RegExp(`Message · ${customer}.*Second answer`),
    new RegExp(`Message · ${customer}.*First anser`),
  ]);
  // The first focus is on no button: another Enter does nothing.
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(2);
  await page.screenshot({ path: 'test-results/screenshots/own-outbox.png' });

  await rows.last().getByRole('button', { name: 'Edit' }).click();
  await page
    .getByRole('dialog', { name: /Edit the message/ })
    .getByRole('textbox')
    .fill('First answer');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(rows.last()).toContainText('First answer');
  await rows.first().getByRole('button', { name: 'Discard' }).click();
  const question = page.getByRole('dialog', { name: 'Discard this change?' });
  await expect(question).toContainText('Second answer');
  await page.screenshot({ path: 'test-results/screenshots/own-discard.png' });
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(2);

  await page.reload();
  await badge.click();
  await expect(rows).toHaveText([/Second answer/, /First answer/]);
  await rows.first().getByRole('button', { name: 'Discard' }).click();
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(rows).toHaveText([/First answer/]);
  await page.keyboard.press('Escape');

  await comeBack(page, store);
  await expect(page.locator('[data-outbox]')).toHaveCount(0, { timeout: 20_000 });
  const sent = store.ask<{ body: string }>(
    `SELECT body FROM messages WHERE body IN ('First answer', 'First anser', 'Second answer')`,
  );
  expect(sent).toEqual([{ body: 'First answer' }]);
});

test('an adjustment on its way is not compared with its own effect', async ({ page, store }) => {
  await signInAs(page, store, 'manager');
  const [level] = store.ask<{ item_id: string; location_id: string; available: number }>(
    `SELECT l.item_id, l.location_id, l.on_hand - l.committed - l.unavailable AS available FROM levels l
     WHERE l.on_hand - l.committed - l.unavailable BETWEEN 10 AND 60 ORDER BY available LIMIT 1`,
  );
  if (level === undefined) throw new Error('no level');
  await store.open(page, `/inventory/${level.item_id}`);
  const { levels } = await store.shop.bridge.call('inventory.item', { itemId: level.item_id });
  const place = levels.find(({ locationId }) => locationId === level.location_id)?.locationName ?? '';
  await page.getByRole('button', { name: `Adjust at ${place}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Adjust stock' });
  const taken = Math.ceil(level.available * 0.7);
  await dialog.getByLabel('Change').fill(`-${taken}`);
  await dialog.getByRole('button', { name: 'Damaged' }).click();
  // Whatever is shown for a moment only is seen, too.
  await page.evaluate(() => {
    const look = (): void => {
      if (document.body.textContent.includes('this would remove'))
        document.body.dataset['falseError'] = 'seen';
    };
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  // Stopped, not closed: the console believes in the link, and waits for an answer that does not come.
  const { child } = store.shop.gateway;
  child.kill('SIGSTOP');
  try {
    await dialog.getByRole('button', { name: 'Adjust stock' }).click();
    await expect(dialog.getByRole('button', { name: 'Sending…' })).toBeVisible();
    const after = level.available - taken;
    // The effect is on the page behind it, and the dialog goes on showing what was sent.
    await expect(page.locator('[data-outbox="1"]')).toBeVisible();
    await expect(dialog.getByText(String(level.available), { exact: true }).first()).toBeVisible();
    await expect(dialog.getByText(String(after), { exact: true }).first()).toBeVisible();
    await page.screenshot({ path: 'test-results/screenshots/own-adjust.png' });
    await expect(dialog).toHaveCount(0, { timeout: 10_000 });
    // Who opens it again is told what is already counted.
    await page.getByRole('button', { name: `Adjust at ${place}` }).click();
    await expect(dialog.locator('[data-pending]')).toContainText(String(taken));
    await page.screenshot({ path: 'test-results/screenshots/own-adjust-again.png' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  } finally {
    child.kill('SIGCONT');
  }
  await expect(page.locator('[data-outbox]')).toHaveCount(0, { timeout: 30_000 });
  expect(await page.evaluate(() => document.body.dataset['falseError'] ?? 'none')).toBe('none');
});

test('signing out offline keeps the work, and the password opens what is here', async ({ page, store }) => {
  const { shop } = store;
  const env = { QUAYSIDE_DATA_DIR: shop.gatewayDir, QUAYSIDE_PASSWORD: NORA.password };
  expect(
    (await runGateway(['user', 'add', NORA.username, '--role', 'manager', '--name', NORA.name], env)).code,
  ).toBe(0);
  const signIn = async (password: string): Promise<void> => {
    await page.getByLabel('Username').fill(NORA.username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await signOut(page, store);
  await signIn(NORA.password);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
  const { path, customer } = await openOne(page, store);
  await goOffline(page, store);
  await composer(page).fill('Sent offline');
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
  await composer(page).fill('Only typed');

  await askToSignOut(page);
  await expect(leaving(page).getByRole('listitem')).toHaveText([
    new RegExp(`Message · ${customer}.*Sent offline`),
    new RegExp(`Message · ${customer}.*Only typed`),
  ]);
  await expect(leaving(page).getByRole('button', { name: 'Stay signed in' })).toBeFocused();
  await expect(leaving(page).getByRole('button', { name: 'Send first' })).toBeDisabled();
  await page.screenshot({ path: 'test-results/screenshots/leaving.png' });
  await leaving(page).getByRole('button', { name: 'Keep for me and sign out' }).click();

  await signIn('a wrong guess');
  await expect(page.getByRole('alert')).toContainText('not the password of the last sign-in');
  await signIn(NORA.password);
  await expect(page.locator('[data-connection="unauthorised"]')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Account/ })).toContainText(NORA.name);
  await page.locator('[data-outbox]').click();
  await expect(outbox(page).getByRole('listitem').filter({ hasText: 'Message' })).toHaveText([
    /Sent offline/,
  ]);
  await expect(outbox(page).getByRole('button', { name: 'Discard' })).toHaveCount(0);
  await page.keyboard.press('Escape');

  await shop.restartGateway(true);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await signIn(NORA.password);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('[data-outbox]')).toHaveCount(0, { timeout: 20_000 });
  expect(store.ask(`SELECT body FROM messages WHERE body = 'Sent offline'`)).toHaveLength(1);
  await store.open(page, path);
  await expect(composer(page)).toHaveValue('Only typed');

  // Discarded, it is gone for good.
  await askToSignOut(page);
  await leaving(page).getByRole('button', { name: 'Discard…' }).click();
  await leaving(page)
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Discard and sign out' })
    .click();
  await page.locator('[data-persona]').first().waitFor();
  await signIn(NORA.password);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
  await store.open(page, path);
  await expect(composer(page)).toHaveValue('');
});

test('what waits can be sent before signing out', async ({ page, store }) => {
  await signInAs(page, store, 'agent');
  await openOne(page, store);
  await goOffline(page, store);
  await composer(page).fill('Send me first');
  await composer(page).press('Enter');
  await askToSignOut(page);
  await store.shop.restartGateway(true);
  const sendFirst = leaving(page).getByRole('button', { name: 'Send first' });
  const signOut = leaving(page).getByRole('button', { name: 'Sign out', exact: true });
  await expect(sendFirst.and(page.locator(':enabled')).or(signOut).first()).toBeVisible({ timeout: 40_000 });
  // The change may arrive before the button is pressed: then nothing is left to send.
  await expect(async () => {
    const button = (await sendFirst.isVisible()) ? sendFirst : signOut;
    await button.click({ timeout: 2_000 }).catch(() => undefined);
    await expect(page.locator('[data-persona]').first()).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
  expect(store.ask(`SELECT body FROM messages WHERE body = 'Send me first'`)).toHaveLength(1);
});
