import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from '../e2e/fixtures.ts';
import { CUSTOMER_SCENES } from './customer-scenes.ts';
import type { Scene } from './scene.ts';
import { goOffline, OFFLINE, openWindow, SCENES, settle, signIn } from './scenes.ts';

/* The pictures of the user's guide, taken of the demo. `npm run guide` */

const FOLDER = resolve(import.meta.dirname, '../../docs/guide/images');

test('pictures of the guide', async ({ browser, store }) => {
  mkdirSync(FOLDER, { recursive: true });
  const page = await openWindow(browser, store, 1);
  await page.setViewportSize({ width: 1280, height: 800 });
  await signIn(page, store, 'manager');
  await store.shop.bridge.call('settings.set', { theme: 'light', language: 'en' });
  const take = async (scenes: readonly Scene[]): Promise<void> => {
    for (const scene of scenes) {
      if (scene.guide === undefined) continue;
      await page.goto('about:blank');
      await scene.open(page, store);
      await settle(page, scene);
      // What the shop announces meanwhile belongs to no picture.
      await page.locator('[data-toasts]').evaluateAll((shown) => {
        for (const one of shown) if (one instanceof HTMLElement) one.style.visibility = 'hidden';
      });
      await page.screenshot({ path: join(FOLDER, `${scene.guide}.png`) });
    }
  };
  await take(SCENES);
  for (const scene of CUSTOMER_SCENES) {
    if (scene.guide === undefined) continue;
    const visitor = await browser.newContext({
      ...{ viewport: { width: 480, height: 720 }, locale: 'en-GB', reducedMotion: 'reduce' },
    });
    const customer = await visitor.newPage();
    await scene.open(customer, store, 'en');
    await customer.screenshot({ path: join(FOLDER, `${scene.guide}.png`) });
    await visitor.close();
  }
  await goOffline(page, store);
  await take(OFFLINE);
  await page.context().close();
});
