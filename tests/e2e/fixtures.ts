import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  _electron,
  test as base,
  type ElectronApplication,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import Database from 'better-sqlite3';
import { runGateway } from '../support/processes.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { until } from '../support/wait.ts';

const root = resolve(import.meta.dirname, '../..');
export const VIEWER = { username: 'vera', password: 'correct horse battery' } as const;
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
      const shop = await openShop({ demo: ['--seed', '7', '--speed', '60'] });
      const made = await runGateway(
        ['user', 'add', VIEWER.username, '--role', 'viewer', '--name', 'Vera Viewer'],
        {
          QUAYSIDE_DATA_DIR: shop.gatewayDir,
          QUAYSIDE_PASSWORD: VIEWER.password,
        },
      );
      if (made.code !== 0) throw new Error(made.stderr);
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
      // The demo writes the shop's past first; what it shows from then on is today's.
      const recent = (): number =>
        store.ask<{ n: number }>(
          'SELECT count(*) AS n FROM orders WHERE placed_at > ?',
          Date.now() - 3_600_000,
        )[0]?.n ?? 0;
      await until('the shop is open', () => recent() > 0, 100_000);
      await use(store);
      await shop.stop();
    },
    { scope: 'worker', timeout: 120_000 },
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

/** Opens the console and makes sure that this person is signed in, by the screen. */
export async function signInAs(page: Page, store: Store, who: Who, path = '/live'): Promise<void> {
  await store.open(page);
  await page.locator('[data-connection], [data-persona]').first().waitFor();
  const name = {
    agent: 'Ava Lindqvist',
    manager: 'Marco Reyes',
    admin: 'Ines Okafor',
    viewer: 'Vera Viewer',
  }[who];
  if (await page.locator('[data-connection]').isVisible()) {
    const account = page.getByRole('button', { name: /^Account/ });
    if (!(await account.locator('..').getByText(name).isVisible())) await signOut(page, store);
  }
  if (!(await page.locator('[data-connection]').isVisible())) {
    await page.locator('[data-persona]').first().waitFor();
    if (who === 'viewer') {
      await page.getByLabel('Username').fill(VIEWER.username);
      await page.getByLabel('Password').fill(VIEWER.password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    } else {
      await page.locator(`[data-persona="${PERSONA[who]}"]`).click();
    }
  }
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 30_000 });
  if (path !== '/live') await store.open(page, path);
}

/** On the chat page, opens the first conversation and waits for its messages. */
export async function openConversation(page: Page): Promise<void> {
  await page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first().click();
  await page.getByRole('log').waitFor();
}

/** One press of Escape closes it, whatever toasts came meanwhile. */
export async function escapeFrom(page: Page, shown: Locator): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(shown).toHaveCount(0);
}

/** What axe finds that is serious or critical (WCAG 2.2 AA), in words. */
export async function seriousIn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`).join('; ')}`,
    );
}
