import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from '../e2e/fixtures.ts';
import { CUSTOMER_SCENES } from './customer-scenes.ts';
import { type Picture, writeSheet } from './sheet.ts';

/* Pictures of the customers' chat page on a telephone and on a desk, in both themes and languages, and sheets of them. */

const FOLDER = resolve(import.meta.dirname, '../../.cache/screens-customer');
const SIZES = [
  { name: '390x844', width: 390, height: 844, isMobile: true },
  { name: '1280x800', width: 1280, height: 800, isMobile: false },
] as const;
/** The names of the scenes to take, each after `customer-`, with commas between them; all unless set. */
const ONLY = process.env['QUAYSIDE_SCENES']?.split(',');

test('pictures of the customer page', async ({ browser, store }) => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(FOLDER, 'sheets'), { recursive: true });
  for (const { name: size, width, height, isMobile } of SIZES) {
    const taken: Picture[] = [];
    for (const scene of CUSTOMER_SCENES.filter(({ name }) => ONLY?.includes(`customer-${name}`) ?? true)) {
      for (const language of ['en', 'de']) {
        // A visitor of its own, who has no cookie yet.
        const context = await browser.newContext({
          ...{ viewport: { width, height }, isMobile, hasTouch: isMobile, locale: language },
          ...{ reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' },
        });
        const page = await context.newPage();
        await scene.open(page, store, language);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          const name = `${scene.name}-${size}-${colorScheme}-${language}`;
          const file = join(FOLDER, `${name}.png`);
          await page.screenshot({ path: file });
          taken.push({ name, file });
        }
        await context.close();
      }
    }
    await writeSheet(browser, taken, join(FOLDER, 'sheets', `${size}.png`));
  }
});
