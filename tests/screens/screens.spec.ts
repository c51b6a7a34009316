import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '../e2e/fixtures.ts';
import type { Scene } from './scene.ts';
import { goOffline, OFFLINE, openWindow, SCENES, SIGN_IN, settle, signIn } from './scenes.ts';
import { type Picture, writeSheet } from './sheet.ts';

/*
 * Pictures of every page of the demo, at each size, in both themes and languages, and sheets of them. They are looked at by
 * people; nothing is compared.
 */

const FOLDER = resolve(import.meta.dirname, '../../.cache/screens');

/** The sizes, CSS px. Twice the scale is what a page has at 200 % zoom in a window of 1440 × 900. */
const SIZES = [
  { name: '1440x900', width: 1440, height: 900, scale: 1 },
  { name: '1024x700', width: 1024, height: 700, scale: 1 },
  { name: '800x700', width: 800, height: 700, scale: 1 },
  { name: '200-percent', width: 720, height: 450, scale: 2 },
] as const;
/** The names of the scenes and sizes to take, with commas between them; all unless set. */
const ONLY = process.env['QUAYSIDE_SCENES']?.split(',');
const ONLY_SIZES = process.env['QUAYSIDE_SIZES']?.split(',');
const isWanted = ({ name }: Scene): boolean => ONLY?.includes(name) ?? true;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'de'] as const;

test('pictures of every page', async ({ browser, store }) => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(FOLDER, 'sheets'), { recursive: true });
  const windows = { 1: await openWindow(browser, store, 1), 2: await openWindow(browser, store, 2) };
  const taken = new Map<string, Picture[]>();

  const take = async (scene: Scene): Promise<void> => {
    for (const { name, width, height, scale } of SIZES.filter(
      (one) => ONLY_SIZES?.includes(one.name) ?? true,
    )) {
      const page = windows[scale];
      await page.setViewportSize({ width, height });
      await page.goto('about:blank');
      await scene.open(page, store);
      for (const theme of THEMES) {
        for (const language of LANGUAGES) {
          await store.shop.bridge.call('settings.set', { theme, language });
          await expect(page.locator(`html[data-theme="${theme}"][lang="${language}"]`)).toHaveCount(1);
          await settle(page, scene);
          const variant = `${name}-${theme}-${language}`;
          const file = join(FOLDER, `${scene.name}-${variant}.png`);
          await page.screenshot({ path: file });
          taken.set(variant, [...(taken.get(variant) ?? []), { name: scene.name, file }]);
        }
      }
      await store.shop.bridge.call('settings.set', { theme: 'light', language: 'en' });
    }
  };

  if (isWanted(SIGN_IN)) await take(SIGN_IN);
  await signIn(windows[1], store, 'admin');
  // One scene that fails does not lose the pictures of the others.
  const failed: string[] = [];
  const takeAll = async (scenes: readonly Scene[]): Promise<void> => {
    for (const scene of scenes.filter(isWanted))
      await take(scene).catch((error: unknown) => failed.push(`${scene.name}: ${String(error)}`));
  };
  await takeAll(SCENES);

  await goOffline(windows[1], store);
  await takeAll(OFFLINE);

  for (const [variant, pictures] of taken)
    await writeSheet(browser, pictures, join(FOLDER, 'sheets', `${variant}.png`));
  await windows[1].context().close();
  await windows[2].context().close();
  expect(failed).toEqual([]);
  console.log(`${[...taken.values()].flat().length} pictures and ${taken.size} sheets are in ${FOLDER}`);
});
