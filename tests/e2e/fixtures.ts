import { join, resolve } from 'node:path';
import {
  _electron,
  test as base,
  type ElectronApplication,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { axeViolations } from '../support/axe.ts';
import { openTalk, signInColleague } from '../support/colleague.ts';
import { makeItem } from '../support/make/item.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { until } from '../support/wait.ts';
import { copyPast, DEMO, VIEWER } from './past.ts';

const root = resolve(import.meta.dirname, '../..');

export { VIEWER };
/** The demo's people, by what they may do. */
export const PERSONA = { agent: 'ava', manager: 'marco', admin: 'ines' } as const;
type Who = keyof typeof PERSONA | 'viewer';

/** The living shop all specs of a run look at, and the way into its console on the host under test. */
export interface Store {
  readonly shop: Shop;
  /** Opens the console in a window of its own, signed in or not as it was left. */
  open(page: Page, path?: string): Promise<void>;
  /** Asks the gateway's own database. */
  ask<T>(sql: string, ...values: readonly unknown[]): T[];
  /** Damages the gateway's database, as no command can. */
  damage(sql: string, ...values: readonly unknown[]): void;
}

interface WorkerFixtures {
  readonly store: Store;
}

/** The specs' own `test`: `page` is the console's window, in Chromium on the browser host or in Electron. */
export const test = base.extend<{ page: Page }, WorkerFixtures>({
  store: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => {
      const shop = await openShop({ demo: DEMO, furnish: copyPast });
      const store: Store = {
        shop,
        async open(page, path = '/live') {
          if (page.url().startsWith('app:')) await page.evaluate((to) => location.assign(`#${to}`), path);
          else await page.goto(`${shop.session.origin}/#${path}`);
        },
        ask<T>(sql: string, ...values: readonly unknown[]): T[] {
          const db = new Database(join(shop.gatewayDir, 'gateway.db'), { readonly: true });
          try {
            return db.prepare<unknown[], T>(sql).all(...values);
          } finally {
            db.close();
          }
        },
        damage(sql: string, ...values: readonly unknown[]): void {
          const db = new Database(join(shop.gatewayDir, 'gateway.db'), { timeout: 10_000 });
          try {
            db.prepare<unknown[]>(sql).run(...values);
          } finally {
            db.close();
          }
        },
      };
      // The demo makes up for what has passed since its past was written; what it shows from then on is today's.
      const recent = (): number =>
        store.ask<{ n: number }>(
          'SELECT count(*) AS n FROM orders WHERE placed_at > ?',
          Date.now() - 3_600_000,
        )[0]?.n ?? 0;
      await until('the shop is open', () => recent() > 0, 100_000);
      await use(store);
      await shop.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  page: async ({ store, browser, contextOptions }, use, info) => {
    if (info.project.name === 'desktop') {
      const app = await launchDesktop(store.shop);
      await use(await app.firstWindow());
      await app.close();
      return;
    }
    const { origin, cookie } = store.shop.session;
    const at = cookie.indexOf('=');
    const context = await browser.newContext(contextOptions);
    await context.addCookies([
      {
        name: cookie.slice(0, at),
        value: cookie.slice(at + 1),
        url: origin,
        httpOnly: true,
        sameSite: 'Strict',
      },
    ]);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await use(page);
    await context.close();
    await forgetUnsent(store);
    expect(problems, 'errors in the page').toEqual([]);
  },
});

function launchDesktop(shop: Shop): Promise<ElectronApplication> {
  const options = [
    '--server',
    shop.gateway.address,
    '--profile',
    'e2e',
    '--data-dir',
    join(shop.dir, 'desktop'),
  ];
  return _electron.launch({ args: [join(root, 'out/main/index.js'), ...options] });
}

export { expect };

/** Opens the console and makes sure that nobody is signed in, by the screen. */
export async function signOut(page: Page, store: Store): Promise<void> {
  await store.open(page);
  await page.locator('[data-connection], [data-persona]').first().waitFor();
  if (!(await page.locator('[data-connection]').isVisible())) return;
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  // What another test has typed and not sent.
  const discard = page.getByRole('button', { name: 'Discard…' });
  await expect(page.locator('[data-persona]').first().or(discard)).toBeVisible();
  if (await discard.isVisible()) {
    await discard.click();
    await page.getByRole('button', { name: 'Discard and sign out' }).click();
  }
  await page.locator('[data-persona]').first().waitFor();
}

/** Signs this person in to the browser host, unless they are, as the screen does it. */
async function signInToHost(page: Page, { bridge }: Shop, who: Who): Promise<void> {
  const username = who === 'viewer' ? VIEWER.username : PERSONA[who];
  const { status, user, review } = await bridge.call('session.state', {});
  if (status === 'signed_in' && !review && user?.username === username) return;
  // A window of somebody else leaves its address when it learns of it, which may be after it was given another one.
  await page.goto('about:blank');
  if (status === 'signed_in') await bridge.call('session.sign_out', {});
  if (who === 'viewer') await bridge.call('session.sign_in', VIEWER);
  else await bridge.call('session.sign_in_persona', { username });
}

/** Signs this person in by the screen of a window where nobody is. */
async function signInByScreen(page: Page, who: Who): Promise<void> {
  await page.locator('[data-persona]').first().waitFor();
  if (who === 'viewer') {
    await page.getByLabel('Username').fill(VIEWER.username);
    await page.getByLabel('Password').fill(VIEWER.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  } else {
    await page.locator(`[data-persona="${PERSONA[who]}"]`).click();
  }
}

/** Opens a page of the console and makes sure that this person is signed in. */
export async function signInAs(page: Page, store: Store, who: Who, path = '/live'): Promise<void> {
  if (page.url().startsWith('app:')) {
    await signOut(page, store);
    await signInByScreen(page, who);
  } else {
    await signInToHost(page, store.shop, who);
  }
  await store.open(page, path);
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
}

/** On the chat page, opens the first conversation and waits for its messages. */
export async function openConversation(page: Page): Promise<void> {
  await page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first().click();
  await page.getByRole('log').waitFor();
}

/**
 * Opens a conversation of the test's own, in which nobody of the demo writes. Replies that wait while others write are not sent
 * without asking. Returns its id.
 */
export async function openOwnConversation(page: Page, store: Store, customer: string): Promise<string> {
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  const conversationId = await openTalk(colleague, customer);
  await colleague.run('chat.send_message', {
    conversationId,
    messageId: uuidv7(),
    kind: 'note',
    body: 'Opened for a test.',
  });
  await store.open(page, `/chat/${conversationId}`);
  await page.getByRole('log').waitFor();
  return conversationId;
}

/** Deletes what the user who is signed in has typed and not sent, so that the next test does not find it. */
export async function forgetUnsent({ shop: { bridge } }: Store): Promise<void> {
  const session = await bridge.try('session.state', {});
  if (!session.ok || session.value.status !== 'signed_in') return;
  const { forms } = await bridge.call('forms.list', {});
  for (const { type, key } of forms) await bridge.call('forms.save', { type, key, form: null });
  const drafts = await bridge.try('chat.drafts', {});
  if (!drafts.ok) return;
  for (const { conversationId } of drafts.value.drafts)
    await bridge.call('chat.save_draft', { conversationId, body: '' });
}

/** One press of Escape closes it, whatever toasts came meanwhile. */
export async function escapeFrom(page: Page, shown: Locator): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(shown).toHaveCount(0);
}

/** What axe finds that is serious or critical (WCAG 2.2 AA), in words. */
export async function seriousIn(page: Page, coloursOnly = false): Promise<string[]> {
  return (await axeViolations(page, { coloursOnly }))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`).join('; ')}`,
    );
}

/** What axe finds in the dark theme and in the light one, which it leaves; each as `name, theme: finding`. Takes a picture of both. */
export async function seriousInThemes(page: Page, store: Store, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await store.shop.bridge.call('settings.set', { theme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.screenshot({ path: `test-results/screenshots/${name}-${theme}.png` });
    found.push(
      ...(await seriousIn(page, theme === 'light')).map((finding) => `${name}, ${theme}: ${finding}`),
    );
  }
  return found;
}

/** Raises an alert by hand and returns its id once the gateway has it. Colleagues of the demo do not see to such alerts. */
export async function raiseAlert(store: Store, message: string): Promise<string> {
  const alertId = uuidv7();
  await store.shop.bridge.call('commands.submit', {
    id: uuidv7(),
    type: 'alerts.raise',
    data: { alertId, severity: 'critical', message },
  });
  await expect.poll(() => store.ask(`SELECT id FROM alerts WHERE id = '${alertId}'`)).toHaveLength(1);
  return alertId;
}

/** Stock of one item at one location. */
export interface OwnLevel {
  readonly itemId: string;
  readonly sku: string;
  readonly name: string;
  readonly locationId: string;
  readonly place: string;
  readonly onHand: number;
}

/** Creates an item with stock at one location. The demo does not sell it, so that nobody but the test changes its stock. */
export async function ownLevel(store: Store, name: string, onHand: number): Promise<OwnLevel> {
  const [at] = store.ask<{ id: string; name: string }>('SELECT id, name FROM locations ORDER BY id LIMIT 1');
  if (!at) throw new Error('The demo has no location.');
  const itemId = uuidv7();
  const admin = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  const item = makeItem({ id: itemId, sku: `OWN-${name}`, name });
  await admin.run('inventory.create_item', { item });
  const delivery = { itemId, locationId: at.id, quantity: onHand, reference: null };
  await admin.run('inventory.receive', delivery);
  return { itemId, sku: item.sku, name, locationId: at.id, place: at.name, onHand };
}

/** Writes to the shop as a customer on the chat page. Returns the page, which stays open. */
export async function writeAs(page: Page, store: Store, name: string, body: string): Promise<Page> {
  const widget = await page.context().newPage();
  await widget.goto(`${store.shop.gateway.address}/widget?lang=en`);
  await widget.getByLabel('Name').fill(name);
  await widget.getByLabel('E-mail').fill('kim@example.com');
  await widget.getByRole('button', { name: 'Start conversation' }).click();
  await widget.getByLabel('Your message').fill(body);
  await widget.getByRole('button', { name: 'Send' }).click();
  // Where an address leads is written behind it.
  const [words = body] = body.split('https://');
  await expect(widget.getByRole('log')).toContainText(words.trim());
  return widget;
}
