import type { Browser, Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { signInColleague } from '../support/colleague.ts';
import { expect, PERSONA, type Store, seriousIn, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'opens the page of a customer in a browser');
});

const PHONE = { width: 390, height: 844 };
const text = (page: Page) => page.getByLabel('Your message');
const receipt = (page: Page) => page.locator('#receipt');

/** Opens the customer page on a telephone, as a visitor with no cookie. */
async function openPage(browser: Browser, store: Store): Promise<Page> {
  const context = await browser.newContext({
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.goto(`${store.shop.gateway.address}/widget`);
  await expect(page.getByLabel('Name')).toBeVisible();
  return page;
}

/** Starts a conversation by keyboard alone; returns its id. */
async function begin(page: Page, store: Store, name: string, first: string): Promise<string> {
  await page.getByLabel('Name').focus();
  for (const value of [name, `${uuidv7().slice(-8)}@example.com`]) {
    await page.keyboard.type(value);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(text(page)).toBeFocused();
  await page.keyboard.type(first);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log')).toContainText(first);
  const ids = (): { id: string }[] =>
    store.ask<{ id: string }>('SELECT id FROM conversations WHERE customer_name = ?', name);
  await expect.poll(ids).toHaveLength(1);
  return ids()[0]?.id ?? '';
}

/** What the gateway has of a conversation, in its order. */
const bodiesOf = (store: Store, conversationId: string): string[] =>
  store
    .ask<{ body: string }>('SELECT body FROM messages WHERE conversation_id = ? ORDER BY seq', conversationId)
    .map(({ body }) => body);

const fits = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

test('a customer reads code, links and emoji as text, and whether the team has read', async ({
  browser,
  store,
}) => {
  const page = await openPage(browser, store);
  const conversationId = await begin(page, store, `Kay ${uuidv7().slice(-4)}`, 'Where is my parcel?');
  await expect(receipt(page)).toHaveText('Sent');
  const marco = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const [me] = store.ask<{ id: string }>('SELECT id FROM users WHERE username = ?', PERSONA.manager);
  await marco.run('chat.assign', { conversationId, assigneeId: me?.id ?? null });
  const [asked] = store.ask<{ seq: number }>(
    'SELECT max(seq) AS seq FROM messages WHERE conversation_id = ?',
    conversationId,
  );
  await marco.run('chat.mark_read', { conversationId, upToSeq: asked?.seq ?? 0 });
  await expect(receipt(page)).toHaveText('Read');
  const say = (body: string) =>
    marco.run('chat.send_message', { conversationId, messageId: uuidv7(), kind: 'text', body });
  await say('Open https://p\u0430rcels.example/track and enter:\n```\n<b>HP-1</b>\n  two\n```');
  await say('👍');
  const log = page.getByRole('log');
  await expect(log.locator('code')).toHaveText('<b>HP-1</b>\n  two');
  await expect(log.locator('code b')).toHaveCount(0);
  const link = log.getByRole('link');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(link).toHaveAttribute('href', /^https:\/\/xn--/);
  await expect(log.getByText(/^leads to xn--/)).toBeVisible();
  await expect(log.getByText('👍', { exact: true })).toHaveCSS('font-size', '32px');
  // The receipt stands under the customer's message only.
  await expect(receipt(page)).toBeEmpty();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousIn(page)).toEqual([]);
    await page.screenshot({ path: `test-results/screenshots/customer-talk-${colorScheme}.png` });
  }
  expect(await fits(page)).toBe(true);
  await page.context().close();
});

test('a text that is too long stays, a reload keeps it, and what was written while the shop was gone is sent once', async ({
  browser,
  store,
}) => {
  test.setTimeout(120_000);
  const page = await openPage(browser, store);
  const conversationId = await begin(page, store, `Lou ${uuidv7().slice(-4)}`, 'Hello');
  await text(page).fill('x'.repeat(1001));
  await expect(page.getByText('1 character too many')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(text(page)).toHaveValue('x'.repeat(1001));
  await text(page).fill('Not sent yet');
  await expect(page.locator('#left')).toBeEmpty();
  await page.reload();
  await expect(text(page)).toHaveValue('Not sent yet');
  await expect(page.getByRole('status').first()).toHaveText('Connected');

  await store.shop.gateway.kill();
  await expect(page.getByRole('status').first()).toHaveText(/Connection lost|Cannot reach/);
  const lines = ['First while away', 'Second while away'];
  for (const line of lines) {
    await text(page).fill(line);
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('log')).toContainText('Second while away');
  await expect(receipt(page)).toBeEmpty();
  await page.screenshot({ path: 'test-results/screenshots/customer-lost.png' });
  await store.shop.restartGateway(true);
  await expect.poll(() => bodiesOf(store, conversationId), { timeout: 40_000 }).toEqual(['Hello', ...lines]);
  await expect(receipt(page)).toHaveText('Sent', { timeout: 20_000 });
  await expect(page.getByRole('log').getByRole('listitem')).toHaveCount(3);
  await page.reload();
  await expect(page.getByRole('log').getByRole('listitem')).toHaveCount(3);
  await expect(text(page)).toHaveValue('');
  await page.context().close();
});

test('a line that breaks without a word is noticed and replaced, and nothing is lost or doubled', async ({
  browser,
  store,
}) => {
  const page = await openPage(browser, store);
  const conversationId = await begin(page, store, `Sia ${uuidv7().slice(-4)}`, 'Hello');
  const status = page.getByRole('status').first();
  await expect(status).toHaveText('Connected');
  await page.context().setOffline(true);
  await expect(status).toHaveText(/Connection lost|Cannot reach/);
  await text(page).fill('Written offline');
  await page.keyboard.press('Enter');
  await page.context().setOffline(false);
  await expect(status).toHaveText('Connected');
  await expect.poll(() => bodiesOf(store, conversationId)).toEqual(['Hello', 'Written offline']);
  await expect(page.getByRole('log').getByRole('listitem')).toHaveCount(2);

  // A computer that slept: its timers are late, and nothing came meanwhile.
  await page.clock.install();
  await page.reload();
  await expect(status).toHaveText('Connected');
  const opened = page.waitForRequest(/\/widget\/api\/stream/);
  await page.clock.fastForward(40_000);
  await opened;
  await expect(status).toHaveText('Connected');
  await expect(page.getByRole('log').getByRole('listitem')).toHaveCount(2);
  await page.context().close();
});
