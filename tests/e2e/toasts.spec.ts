import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { Toast } from '#shared/bridge/notifications.ts';
import { expect, openConversation, signInAs, test } from './fixtures.ts';

const Opened = z.object({ t: z.string(), id: z.number().optional(), name: z.unknown().optional() });

/** Puts the test in the place of the console for the stream of toasts. Returns a function that sends some. */
async function takeOverToasts(page: Page): Promise<(...toasts: readonly Toast[]) => void> {
  let stream: number | undefined;
  let send = (_text: string): void => {};
  await page.routeWebSocket(/\/bridge$/, (socket) => {
    const host = socket.connectToServer();
    send = (text) => socket.send(text);
    socket.onMessage((message) => {
      const { t, id, name } = Opened.parse(JSON.parse(String(message)));
      if (t === 'open' && name === 'notifications.toasts') stream = id;
      else if (id === undefined || id !== stream || t === 'close') host.send(message);
    });
  });
  return (...toasts) => {
    if (stream === undefined) throw new Error('The page does not watch toasts.');
    send(JSON.stringify({ t: 'item', id: stream, item: { ok: true, value: { toasts, suppressed: 3 } } }));
  };
}

const message = (conversation: string, n: number): Toast => ({
  id: `m-${conversation}-${n}`,
  category: 'chat',
  severity: 'info',
  message: 'toast.chat_message',
  values: {
    customer: 'Bartholomäus von Hohenlohe-Schillingsfürst',
    preview: `${n} ${'Wo bleibt das? '.repeat(9)}`,
  },
  subject: { kind: 'conversation', id: conversation },
});
const refusal = (id: string): Toast => ({
  id,
  category: 'system',
  severity: 'critical',
  message: 'toast.command_refused',
  values: { type: 'inventory.adjust', code: 'insufficient_stock', message: 'only 2 available' },
  subject: null,
});

/** Names the controls below the toasts. Rows of lists and what can be scrolled up from below them do not count. */
function coveredControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const toasts = document.querySelector('[data-toasts]');
    const isCovered = (control: Element): boolean => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      return [left + 2, (left + right) / 2, right - 2].some((x) =>
        [top + 2, (top + bottom) / 2, bottom - 2].some((y) => {
          const hit = document.elementsFromPoint(x, y);
          return hit.includes(control) && toasts?.contains(hit[0] ?? null);
        }),
      );
    };
    const canScrollAway = (control: Element): boolean => {
      const over = control.getBoundingClientRect().bottom - (toasts?.getBoundingClientRect().top ?? 0);
      for (let box = control.parentElement; box !== null; box = box.parentElement)
        if (/auto|scroll/.test(getComputedStyle(box).overflowY))
          return box.scrollHeight - box.clientHeight - box.scrollTop >= over;
      return false;
    };
    return [...document.querySelectorAll('button, a[href], input, textarea, select, [role="switch"]')]
      .filter((control) => !toasts?.contains(control))
      .filter(
        (control) =>
          control.closest('[role="listbox"], [role="grid"], [role="list"], ul, ol, table') === null,
      )
      .filter((control) => isCovered(control) && !canScrollAway(control))
      .map((control) => control.getAttribute('aria-label') ?? control.textContent ?? control.tagName);
  });
}

const chooseFirst = (page: Page): Promise<void> =>
  page.locator('main [role="listbox"] [role="option"]').first().click();

const VIEWS: readonly (readonly [
  name: string,
  path: string,
  ready: string,
  open?: (page: Page) => Promise<void>,
])[] = [
  ['live', '/live', '[data-figure="revenue"][data-value]'],
  ['item', '/inventory', 'tr[id^="stock-"]', (page) => page.locator('tr[id^="stock-"]').first().click()],
  [
    'adjustment',
    '/inventory',
    'tr[id^="stock-"]',
    async (page) => {
      await page.locator('tr[id^="stock-"]').first().click();
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await page.keyboard.press('a');
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['alerts', '/alerts', 'section[aria-label]'],
  ['chat', '/chat', 'main [role="listbox"] [role="option"]', chooseFirst],
  ['settings', '/settings', 'dl'],
  ['users', '/users', 'main [role="listbox"] [role="option"]', chooseFirst],
  ['audit', '/audit', 'main [role="listbox"] [role="option"]', chooseFirst],
];

test.describe('toasts', () => {
  test.beforeEach(({ page: _page }, info) => {
    test.skip(info.project.name === 'desktop', 'the desktop has no WebSocket to take over');
  });

  test('are never over a control at 1024 × 700', async ({ page, store }) => {
    test.setTimeout(180_000);
    const show = await takeOverToasts(page);
    await page.setViewportSize({ width: 1024, height: 700 });
    await signInAs(page, store, 'admin');
    for (const language of ['en', 'de'] as const) {
      await store.shop.bridge.call('settings.set', { language });
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      for (const [name, path, ready, open] of VIEWS) {
        await store.open(page, path);
        await page.locator(ready).first().waitFor();
        await open?.(page);
        const id = `${name}-${language}`;
        show(message('k1', 1), message('k2', 1), message('k3', 1), refusal(`r1-${id}`), refusal(`r2-${id}`));
        await expect(page.locator('[data-toasts] [data-state="open"]')).toHaveCount(2);
        await expect(page.locator('[data-toasts]')).toContainText(/\d+ (more|weitere)/);
        await page.screenshot({ path: `test-results/screenshots/toasts-${id}.png` });
        expect.soft(await coveredControls(page), id).toEqual([]);
        await page.keyboard.press('Escape');
      }
    }
    await store.shop.bridge.call('settings.set', { language: 'en' });
  });

  test('are one for each conversation and close when it is opened', async ({ page, store }) => {
    const show = await takeOverToasts(page);
    await signInAs(page, store, 'manager', '/chat');
    await openConversation(page);
    const path = new URL(page.url()).hash.slice(1).split('?')[0] ?? '';
    const here = decodeURIComponent(path.split('/').pop() ?? '');
    await store.open(page, '/live');
    await page.locator('[data-figure="revenue"][data-value]').waitFor();
    show(message(here, 1));
    show(message(here, 2));
    show(message('another', 1));
    const toasts = page.locator('[data-toasts] [data-state="open"]');
    await expect(toasts).toHaveCount(2);
    const grouped = toasts.filter({ hasText: '2 new' });
    await expect(grouped).toHaveCount(1);
    await grouped.hover();
    await store.open(page, path);
    await page.getByRole('log').waitFor();
    await expect(toasts).toHaveCount(1);
    await expect(grouped).toHaveCount(0);
    // A message in the conversation on screen is not announced.
    show(message(here, 3));
    show(message('a third', 1));
    await expect(toasts).toHaveCount(2);
    await expect(toasts.filter({ hasText: '3 Wo bleibt' })).toHaveCount(0);
  });
});
