import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from '../e2e/fixtures.ts';
import { CUSTOMER_SCENES } from './customer-scenes.ts';
import type { Scene } from './scene.ts';
import { goOffline, OFFLINE, openWindow, SCENES, settle, signIn } from './scenes.ts';

/* The pictures of the user's guide and of the README, taken of the demo. `npm run guide` */

const FOLDER = resolve(import.meta.dirname, '../../docs/guide/images');
const README = resolve(import.meta.dirname, '../../resources/screenshots');
/** The pictures of the README: the scene, the theme, and the file. */
const README_PICTURES = [
  { scene: 'live', theme: 'dark', file: 'live-dark.png' },
  { scene: 'chat-sorted', theme: 'dark', file: 'chat-dark.png' },
  { scene: 'item', theme: 'light', file: 'inventory-light.png' },
] as const;

test('pictures of the guide', async ({ browser, store }) => {
  mkdirSync(FOLDER, { recursive: true });
  const page = await openWindow(browser, store, 1);
  await page.setViewportSize({ width: 1280, height: 800 });
  await signIn(page, store, 'admin');
  await store.shop.bridge.call('settings.set', { theme: 'light', language: 'en' });
  const stand = async (scene: Scene): Promise<void> => {
    await page.goto('about:blank');
    await scene.open(page, store);
    await settle(page, scene);
    // What the shop announces meanwhile belongs to no picture.
    await page.locator('[data-toasts]').evaluateAll((shown) => {
      for (const one of shown) if (one instanceof HTMLElement) one.style.visibility = 'hidden';
    });
  };
  const take = async (scenes: readonly Scene[]): Promise<void> => {
    for (const scene of scenes) {
      if (scene.guide === undefined) continue;
      await stand(scene);
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
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const { scene: name, theme, file } of README_PICTURES) {
    const scene = SCENES.find((one) => one.name === name);
    if (scene === undefined) throw new Error(`There is no scene ${name}.`);
    await store.shop.bridge.call('settings.set', { theme });
    await stand(scene);
    await page.screenshot({ path: join(README, file) });
  }
  await store.shop.bridge.call('settings.set', { theme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await goOffline(page, store);
  await take(OFFLINE);
  await page.context().close();
});
