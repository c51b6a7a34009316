import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, PERSONA, signInAs, test } from './fixtures.ts';

/** Deletes the stored tokens of a console, as on a computer that cannot keep any. */
function forgetTokens(folder: string): void {
  const stores = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(^|[/\\])secrets\.json$/.test(name),
  );
  expect(stores).toHaveLength(1);
  for (const name of stores) rmSync(join(folder, name));
}

test('without its tokens and without a server, the console shows what it has, and asks before it signs out', async ({
  page,
  store,
}, info) => {
  test.skip(info.project.name === 'desktop', 'restarts the console behind the window');
  const { shop } = store;
  await signInAs(page, store, 'manager', '/inventory');
  await shop.gateway.kill();
  await expect(page.locator('[data-connection="offline"]')).toBeVisible({ timeout: 20_000 });
  const [{ item_id: itemId, location_id: locationId } = { item_id: '', location_id: '' }] = store.ask<{
    item_id: string;
    location_id: string;
  }>('SELECT item_id, location_id FROM levels ORDER BY on_hand DESC LIMIT 1');
  const change = { mode: 'delta', quantity: 1 } as const;
  await shop.bridge.call('commands.submit', {
    id: uuidv7(),
    type: 'inventory.adjust',
    data: { itemId, locationId, change, reason: 'count', reference: null },
  });

  await shop.console.stop();
  forgetTokens(shop.consoleDir);
  await shop.restartConsole();
  await page.reload();
  await expect(page.locator('[data-connection="unauthorised"]')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Your sign-in was not kept on this computer;')).toBeVisible();
  await expect(page.locator('[data-outbox="1"]')).toBeVisible();
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  const refused = await shop.bridge.try('commands.submit', {
    id: uuidv7(),
    type: 'inventory.adjust',
    data: {},
  });
  expect(refused).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });

  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const dialog = page.getByRole('dialog', { name: '1 change has not been sent' });
  await expect(dialog.getByRole('listitem')).toHaveText(/stock/i);
  await dialog.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(page.locator('[data-connection="unauthorised"]')).toBeVisible();

  await page.getByRole('button', { name: 'Sign in again' }).click();
  await page.getByRole('button', { name: 'Back to the saved data' }).click();
  await expect(page.locator('[data-outbox="1"]')).toBeVisible();
  await shop.restartGateway(true);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await page.locator(`[data-persona="${PERSONA.manager}"]`).click();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('[data-outbox]')).toHaveCount(0, { timeout: 20_000 });
});
