import { resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { SessionState } from '#shared/bridge/session.ts';
import type { ConnectionState } from '#shared/domain/connection.ts';
import { makeUser } from '../support/make/user.ts';
import { type FakeOptions, installFakeBridge, push } from '../support/renderer/fake-bridge.ts';
import { serveRenderer } from '../support/renderer/serve.ts';

// The frame around the pages over a fake main process, which decides what happens and when.
let served: Awaited<ReturnType<typeof serveRenderer>>;
test.beforeAll(async () => {
  served = await serveRenderer(resolve(import.meta.dirname, '../../out/renderer'));
});
test.afterAll(() => served.close());

const NOW = Date.UTC(2026, 10, 21, 12);
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;

async function open(page: Page, path: string, options: Partial<FakeOptions> = {}): Promise<void> {
  await page.clock.install({ time: NOW });
  await installFakeBridge(page, { now: NOW, ...options });
  await page.goto(`${served.url}#${path}`);
  await expect(page.locator('[data-connection]')).toBeVisible();
}
const setLink = (page: Page, state: ConnectionState): Promise<void> =>
  page.evaluate((to) => window.fakeMain?.setConnection(to), state);
const bar = (page: Page) => page.locator('[data-status-bar]');

for (const language of ['en', 'de'] as const) {
  test(`the status bar has one height, one line and one sentence, ${language}`, async ({ page }) => {
    await open(page, '/live', { language });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const state of [
        'offline',
        'connecting',
        'catching-up',
        'live',
        'paused',
        'unauthorised',
      ] as const) {
        await setLink(page, state);
        await page.clock.runFor(2500);
        await expect(page.locator(`[data-connection="${state}"]`)).toBeVisible();
        await expect(bar(page)).toHaveCount(1);
        expect((await bar(page).boundingBox())?.height).toBe(36);
        const words = bar(page).locator('p');
        expect((await words.textContent())?.match(/[.!?]+(?= \p{Lu}|$)/gu), state).toEqual(['.']);
        expect(await words.evaluate((line) => line.scrollWidth - line.clientWidth), `${state} is cut`).toBe(
          0,
        );
        if (state === 'offline')
          await page.screenshot({ path: `test-results/screenshots/bar-${language}-${size.width}.png` });
      }
      await setLink(page, 'live');
      await page.clock.runFor(20_000);
      await expect(bar(page)).toHaveCount(0);
    }
  });
}

test('a link that comes and goes moves the page twice: when the bar appears and when it goes', async ({
  page,
}) => {
  await open(page, '/live');
  await page.evaluate(() => {
    const main = document.querySelector('main');
    const tops: number[] = [];
    const note = (): void => {
      const top = main?.getBoundingClientRect().top ?? 0;
      if (tops.at(-1) !== top) tops.push(top);
    };
    note();
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    Object.assign(window, { tops });
  });
  for (let round = 0; round < 4; round += 1)
    for (const [state, forMs] of [
      ['offline', 4200],
      ['connecting', 1800],
      ['catching-up', 500],
      ['live', 2300],
    ] as const) {
      await setLink(page, state);
      await page.clock.runFor(forMs);
    }
  await page.clock.runFor(20_000);
  await expect(bar(page)).toHaveCount(0);
  expect(await page.evaluate(() => Reflect.get(window, 'tops'))).toHaveLength(3);
});

test('the age of a cache is shown before the server is reached, and is nobody else’s', async ({ page }) => {
  await open(page, '/live', { connection: 'live' });
  const badge = page.locator('[data-connection]');
  await expect(badge).toContainText('Current as of');
  const answer = await page.evaluate(() => window.quayside?.invoke('session.state', {}));
  const session = SessionState.parse(answer?.ok === true ? answer.value : null);
  await setLink(page, 'offline');
  await page.clock.runFor(2500);
  await expect(bar(page)).toContainText(/\d secs? old/);
  const user = makeUser({ id: 'u-sam', username: 'sam', name: 'Sam Okafor', role: 'agent' });
  await push(page, 'session.state', { ...session, user });
  await expect(bar(page)).toContainText('4 mins old');
});
