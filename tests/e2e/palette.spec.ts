import { resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { installFakeBridge } from '../support/renderer/fake-bridge.ts';
import { serveRenderer } from '../support/renderer/serve.ts';

// The palette over a fake main process, which decides when the results arrive.
let served: Awaited<ReturnType<typeof serveRenderer>>;
test.beforeAll(async () => {
  served = await serveRenderer(resolve(import.meta.dirname, '../../out/renderer'));
});
test.afterAll(() => served.close());

async function openPalette(page: Page): Promise<void> {
  await installFakeBridge(page);
  await page.goto(`${served.url}#/settings`);
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
}
const hold = (page: Page): Promise<void> => page.evaluate(() => window.fakeMain?.hold('search.query'));
const release = (page: Page): Promise<void> => page.evaluate(() => window.fakeMain?.release('search.query'));
const selected = (page: Page) => page.locator('[cmdk-item][aria-selected="true"]');
const record = (page: Page) => page.locator('[cmdk-item][data-value="order:o1"]');

for (const [word, value] of [
  ['chat', 'page:/chat'],
  ['live', 'page:/live'],
  ['dark', 'action:dark'],
] as const) {
  test(`“${word}” selects what it names, before and after results arrive`, async ({ page }) => {
    await openPalette(page);
    // The results of the first letters stand while those of the whole word are on their way.
    await page.keyboard.type(word.slice(0, 2));
    await record(page).waitFor();
    await hold(page);
    await page.keyboard.type(word.slice(2));
    await expect(selected(page)).toHaveAttribute('data-value', value);
    await release(page);
    await expect(record(page)).toHaveAttribute('aria-disabled', 'false');
    await expect(selected(page)).toHaveCount(1);
    await expect(selected(page)).toHaveAttribute('data-value', value);
    await expect(page.locator('[cmdk-item]').first()).toHaveAttribute('data-value', value);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    if (value.startsWith('page:')) await expect(page).toHaveURL(new RegExp(`#${value.slice(5)}$`));
    else await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
}

test('results of an earlier text are not opened', async ({ page }) => {
  await openPalette(page);
  await page.keyboard.type('copi');
  await expect(selected(page)).toHaveAttribute('data-value', 'order:o1');
  await hold(page);
  await page.keyboard.type('er');
  await expect(record(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(selected(page)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await release(page);
  await expect(selected(page)).toHaveAttribute('data-value', 'order:o1');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/orders\/o1$/);
});

test('a selected page stays selected and in view when results arrive above it', async ({ page }) => {
  await openPalette(page);
  await hold(page);
  await page.keyboard.type('inv');
  await expect(selected(page)).toHaveAttribute('data-value', 'page:/inventory');
  await release(page);
  await record(page).waitFor();
  await expect(selected(page)).toHaveAttribute('data-value', 'page:/inventory');
  await expect(selected(page)).toBeInViewport();
  await page.keyboard.press('ArrowUp');
  await expect(selected(page)).not.toHaveAttribute('data-value', 'page:/inventory');
});

test('Ctrl K opens and closes the palette with the focus in a list', async ({ page }) => {
  await installFakeBridge(page, { permissions: ROLE_PERMISSIONS.admin });
  await page.goto(`${served.url}#/audit`);
  const list = page.getByRole('listbox', { name: 'Audit records' });
  await list.getByRole('option').first().waitFor();
  await list.focus();
  await page.keyboard.press('ArrowDown');
  const chosen = await list.getAttribute('aria-activedescendant');
  for (const chord of ['Control+k', 'Meta+k']) {
    await page.keyboard.press(chord);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press(chord);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(list).toBeFocused();
  }
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Control+j');
  await expect(list).toHaveAttribute('aria-activedescendant', chosen ?? '');
});
