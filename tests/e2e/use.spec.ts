import { escapeFrom, expect, signInAs, test } from './fixtures.ts';

test('a viewer is shown what is not part of the role', async ({ page, store }) => {
  await signInAs(page, store, 'viewer');
  await expect(page.getByRole('navigation').getByRole('link', { name: /Chat/ })).toHaveCount(0);
  await expect(page.locator('[data-figure="revenue"][data-value]')).toBeVisible();
  await store.open(page, '/chat');
  await expect(page.getByText('Not available to your role')).toBeVisible();
  await expect(page.getByText('chat:read')).toBeVisible();
  await store.open(page, '/inventory');
  await page.locator('tr[id^="stock-"]').first().click();
  await expect(page.getByRole('button', { name: 'Adjust', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expect(page.getByText('Adjusting stock requires the “inventory:write” permission.')).toBeVisible();
});

test('an agent reads stock but does not change it', async ({ page, store }) => {
  await signInAs(page, store, 'agent', '/inventory');
  await page.locator('tr[id^="stock-"]').first().click();
  const adjust = page.getByRole('button', { name: 'Adjust', exact: true });
  await expect(adjust).toHaveAttribute('aria-disabled', 'true');
  await adjust.focus();
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog', { name: 'Adjust stock' })).toHaveCount(0);
});

test('theme and language change at once and stay', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/settings');
  const html = page.locator('html');
  await page
    .getByRole('group', { name: 'Theme' })
    .or(page.getByRole('radiogroup', { name: 'Theme' }))
    .getByText('Dark')
    .click();
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await page.getByText('Deutsch', { exact: true }).click();
  await expect(html).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
  await page.reload();
  await expect(html).toHaveAttribute('lang', 'de');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await page.getByText('English', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.getByText('Light', { exact: true }).click();
  await expect(html).toHaveAttribute('data-theme', 'light');
});

test('the palette goes to pages and finds what is cached', async ({ page, store }) => {
  await signInAs(page, store, 'manager');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await page.keyboard.type('inventory');
  await expect(palette.locator('[cmdk-item][aria-selected="true"]')).toHaveText(/^Inventory/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Inventory' })).toBeVisible();
  const name = store.ask<{ name: string }>('SELECT name FROM items ORDER BY name LIMIT 1')[0]?.name ?? '';
  await page.keyboard.press('Control+k');
  await page.keyboard.type(name);
  const item = palette.locator('[cmdk-item][data-value^="item:"]').filter({ hasText: name }).first();
  await item.click();
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
});

test('everything is done by keyboard alone', async ({ page, store }) => {
  await signInAs(page, store, 'manager');
  await page.keyboard.press('Tab');
  await expect(page.getByText('Skip to content')).toBeFocused();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page.getByRole('heading', { level: 1, name: 'Inventory' })).toBeVisible();
  await page.locator('tr[id^="stock-"]').first().waitFor();
  const grid = page.getByRole('grid');
  for (
    let n = 0;
    n < 60 &&
    !(await grid.evaluate(
      (element) => element === document.activeElement || element.contains(document.activeElement),
    ));
    n += 1
  )
    await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('tr[aria-current="true"]')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Adjust', exact: true })).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog', { name: 'Adjust stock' })).toBeVisible();
  await escapeFrom(page, page.getByRole('dialog'));
  await expect(page.getByRole('button', { name: 'Adjust', exact: true })).toBeVisible();
  await escapeFrom(page, page.getByRole('button', { name: 'Adjust', exact: true }));
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await escapeFrom(page, page.getByRole('dialog'));
  for (const [key, title] of [
    ['c', 'Chat'],
    ['a', 'Alerts'],
    ['s', 'Settings'],
    ['l', 'Live'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  }
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await escapeFrom(page, page.getByRole('dialog'));
});
