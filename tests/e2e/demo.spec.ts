import { expect, test } from '@playwright/test';
import { rendererPages } from '../support/renderer/pages.ts';

// What the console says about a demo store, over a fake main process.
const renderer = rendererPages();

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const)
  test(`a demo store is marked on every page at ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await renderer.open(page, '/live', { demo: true });
    const mark = page.locator('[data-demo-mark]');
    for (const path of ['/live', '/chat', '/inventory', '/alerts', '/settings']) {
      await page.evaluate((to) => location.assign(`#${to}`), path);
      await expect(mark).toBeVisible();
      await expect(mark).toHaveText(/Demo/);
      const box = await mark.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(184);
    }
  });

test('a real store has no mark, no first steps', async ({ page }) => {
  await renderer.open(page, '/live', { demo: false });
  await page.locator('[data-figure="revenue"][data-value]').waitFor();
  await expect(page.locator('[data-demo-mark]')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'First steps' })).toHaveCount(0);
});

test('first steps are three lines that lead on, until they are dismissed', async ({ page }) => {
  await renderer.open(page, '/live', { demo: true });
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps.getByRole('listitem')).toHaveCount(3);
  const link = steps.getByRole('link', { name: 'Try it as a customer' });
  await expect(link).toHaveAttribute('href', /^https?:\/\/[^/]+\/widget$/);
  await steps.getByRole('link', { name: 'Answer a customer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Chat' })).toBeVisible();
  await page.goBack();
  await steps.getByRole('button', { name: 'Do not show again' }).click();
  await expect(steps).toHaveCount(0);
  await page.evaluate(() => location.assign('#/settings'));
  await expect(page.getByRole('link', { name: 'Try it as a customer' })).toBeVisible();
  await page.evaluate(() => location.assign('#/live'));
  await page.locator('[data-figure="revenue"][data-value]').waitFor();
  await expect(steps).toHaveCount(0);
});

test('personas come by themselves once the server answers', async ({ page }) => {
  await renderer.open(page, '/live', { signedIn: false, personaFailures: 6 });
  await expect(page.getByLabel('Username')).toBeVisible();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await expect(page.locator('[data-persona="mara"]')).toBeVisible({ timeout: 30_000 });
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});
