import type { Page } from '@playwright/test';
import { runGateway } from '../support/processes.ts';
import { expect, seriousIn, signInAs, test } from './fixtures.ts';

// Administrators manage the team; the living shop's own gateway decides.
const PASSWORD = 'vessel quartz lamp';

const row = (page: Page, name: string) => page.getByRole('option', { name: new RegExp(name) });

test('an administrator adds a user, changes the role, disables and enables them', async ({ page, store }) => {
  test.setTimeout(120_000);
  await signInAs(page, store, 'admin');
  await store.open(page, '/users');
  await page.getByRole('button', { name: 'New user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Username').fill('zoe ');
  await expect(dialog.getByText('Use no spaces before or after it.')).toBeVisible();
  await dialog.getByLabel('Username').fill('zoe');
  await dialog.getByLabel('Name', { exact: true }).fill('Zoe Reuter');
  await dialog.getByLabel('New password').fill('password123');
  await expect(dialog.getByText(/easily guessed/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Add user' })).toBeDisabled();
  await dialog.getByLabel('New password').fill(PASSWORD);
  await dialog.getByLabel('New password').press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'Zoe Reuter')).toBeVisible();
  await page.getByLabel('Role').selectOption('manager');
  await expect(row(page, 'Zoe Reuter')).toContainText('Store manager');
  expect(await seriousIn(page)).toEqual([]);

  const server = store.shop.gateway.address;
  const login = async (): Promise<number> => {
    const body = JSON.stringify({ username: 'zoe', password: PASSWORD });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${server}/api/v1/auth/login`, { method: 'POST', headers, body })).status;
  };
  expect(await login()).toBe(200);
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, 'Zoe Reuter')).toContainText('Disabled');
  await expect(page.getByText('No sessions')).toBeVisible();
  expect(await login()).toBe(401);
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(row(page, 'Zoe Reuter')).toContainText('Store manager');
  expect(await login()).toBe(200);

  // By keyboard: the list has one tab stop, and its arrows choose.
  await page.getByRole('listbox', { name: 'Users' }).focus();
  await page.keyboard.press('Home');
  await expect(row(page, 'Ava Lindqvist')).toHaveAttribute('aria-selected', 'true');
  await expect(row(page, 'Zoe Reuter')).toHaveAttribute('aria-selected', 'false');
});

test('an API key is shown once and revoked', async ({ page, store }) => {
  test.setTimeout(120_000);
  await signInAs(page, store, 'admin');
  await store.open(page, '/users');
  await page.getByRole('radio', { name: 'API keys' }).click();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Scanner');
  await dialog.getByLabel('inventory:read').check();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const key = await dialog.getByLabel('Key').inputValue();
  const items = async (): Promise<number> =>
    (
      await fetch(`${store.shop.gateway.address}/api/v1/inventory/items`, {
        headers: { authorization: `Bearer ${key}` },
      })
    ).status;
  expect(await items()).toBe(200);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Revoke Scanner' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  expect(await items()).toBe(401);
});

test('a user who is disabled is signed out, and the console says why', async ({ page, store }) => {
  test.setTimeout(120_000);
  await signInAs(page, store, 'agent');
  await store.open(page, '/live');
  const env = { QUAYSIDE_DATA_DIR: store.shop.gatewayDir };
  expect((await runGateway(['user', 'disable', 'ava'], env)).code).toBe(0);
  await expect(
    page.getByText('An administrator has disabled this account, so you were signed out.'),
  ).toBeVisible({
    timeout: 20_000,
  });
  expect((await runGateway(['user', 'enable', 'ava'], env)).code).toBe(0);
});
