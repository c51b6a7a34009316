import { resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { SessionState } from '#shared/bridge/session.ts';
import type { ConnectionState } from '#shared/domain/connection.ts';
import { axeViolations } from '../support/axe.ts';
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

for (const language of ['en', 'de'] as const) {
  test(`the notification centre says what was told, when and whether it was read, ${language}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 1024, height: 700 });
    await open(page, '/live', { language });
    const bell = page.locator('[data-unread]');
    await expect(bell).toHaveAttribute('data-unread', '2');
    const toast = {
      id: 's1',
      category: 'system' as const,
      severity: 'info' as const,
      message: 'toast.caught_up',
      values: { alerts: 1, messages: 1 },
      subject: null,
      about: 'team' as const,
    };
    await push(page, 'notifications.toasts', { toasts: [toast], suppressed: 2 });
    await page.locator('[data-toasts] [data-state="open"]').getByRole('button').first().click();
    const centre = page.getByRole('dialog', {
      name: language === 'en' ? 'Notifications' : 'Benachrichtigungen',
    });
    await expect(centre.getByRole('listitem')).toHaveCount(2);
    await expect(centre.getByRole('listitem').first()).toContainText('Claire Gute: Where is my order?');
    await page.screenshot({ path: `test-results/screenshots/centre-${language}.png` });
    const violations = await axeViolations(page, { part: '[role="dialog"]' });
    expect(violations.map(({ id }) => id)).toEqual([]);
    await centre.getByRole('button').first().click();
    expect(
      await page.evaluate(() =>
        window.fakeMain?.calls.findLast(({ name }) => name === 'notifications.mark_read'),
      ),
    ).toMatchObject({ input: { subject: null } });
  });
}

test('the user chooses what to be told about', async ({ page }) => {
  await open(page, '/settings');
  const told = (id: string, about: 'me' | 'team') =>
    push(page, 'notifications.toasts', {
      suppressed: 0,
      toasts: [
        {
          id,
          category: 'chat',
          severity: 'info',
          message: 'toast.chat_message',
          values: { customer: id, preview: 'Hello' },
          subject: { kind: 'conversation', id },
          about,
        },
      ],
    });
  const toasts = page.locator('[data-toasts] [data-state="open"]');
  await page.getByText('Only mine', { exact: true }).click();
  await expect(page.locator('[data-unread="1"]')).toBeVisible();
  await told('others', 'team');
  await told('own', 'me');
  await expect(toasts).toHaveCount(1);
  await expect(toasts).toContainText('own: Hello');
  await page.getByText('Nothing', { exact: true }).click();
  await expect(page.locator('[data-unread="0"]')).toBeVisible();
  await told('more', 'me');
  await page.getByText('Everything', { exact: true }).click();
  await told('third', 'team');
  await expect(toasts).toHaveCount(2);
  await expect(toasts.filter({ hasText: 'more' })).toHaveCount(0);
});
