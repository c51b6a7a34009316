import { expect, test } from '@playwright/test';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { FakeOptions } from '../support/renderer/fake-bridge.ts';
import { rendererPages, violationsIn } from '../support/renderer/pages.ts';

// Every state of every page: accessible, and within the policy.
const renderer = rendererPages();
const ADMIN = ROLE_PERMISSIONS.admin;

const STATES: readonly (readonly [
  name: string,
  path: string,
  options: Partial<FakeOptions>,
  ready: string,
])[] = [
  ['live', '/live', {}, '[data-figure="revenue"][data-value]'],
  [
    'live, offline',
    '/live',
    { connection: 'offline', notice: true, pending: 2, refused: 1 },
    '[data-figures][data-stale]',
  ],
  ['live, nothing yet', '/live', { empty: true }, '[data-figure="revenue"][data-value]'],
  ['live, loading', '/live', { hanging: true }, '[role="status"]'],
  ['live, not allowed', '/live', { failing: 'forbidden' }, 'main'],
  ['an order', '/orders/o1', {}, 'table'],
  ['audit', '/audit', { permissions: ROLE_PERMISSIONS.admin }, '[role="option"]'],
  [
    'audit, offline',
    '/audit',
    { permissions: ROLE_PERMISSIONS.admin, connection: 'offline', failing: 'unavailable' },
    'main svg.lucide-cloud-off',
  ],
  ['audit, not allowed', '/audit', { permissions: ['orders:read'] }, 'main'],
  ['audit, nothing yet', '/audit', { permissions: ROLE_PERMISSIONS.admin, empty: true }, 'main search'],
  ['outbox', '/outbox', { pending: 3, refused: 2 }, '[role="option"]'],
  ['outbox, everything sent', '/outbox', {}, 'main svg'],
  ['stock check, nothing yet', '/watchdog', { permissions: ROLE_PERMISSIONS.manager }, 'main svg'],
  ['stock check, not allowed', '/watchdog', { permissions: ['inventory:read'] }, 'main'],
  ['imports', '/imports', {}, 'main a[href*="im-ready"]'],
  ['imports, offline', '/imports', { connection: 'offline' }, 'main a[href*="im-ready"]'],
  ['imports, nothing yet', '/imports', { empty: true }, 'main section'],
  ['imports, loading', '/imports', { hanging: true }, '[role="status"]'],
  ['imports, not allowed', '/imports', { permissions: ['orders:read'] }, 'main'],
  ['an import with errors', '/imports/im-errors', {}, 'main [role="listitem"]'],
  ['an import that is applied', '/imports/im-applying', {}, 'main progress'],
  ['an import to undo', '/imports/im-reviewed', {}, 'main [role="listitem"] select'],
  ['an import, offline', '/imports/im-ready', { connection: 'offline' }, 'main [role="listitem"]'],
  ['settings', '/settings', {}, 'dl'],
  ['users', '/users/u-sam', { permissions: ADMIN }, 'ul[aria-label="Sessions"]'],
  [
    'users, offline',
    '/users/u-sam',
    { permissions: ADMIN, connection: 'offline' },
    'ul[aria-label="Sessions"]',
  ],
  ['users, loading', '/users', { permissions: ADMIN, hanging: true }, '[role="status"]'],
  ['users, failing', '/users', { permissions: ADMIN, failing: 'unavailable' }, '[role="alert"]'],
  ['users, not allowed', '/users', { permissions: ['inventory:read'] }, 'main'],
  ['sign-in', '/', { signedIn: false }, '[data-persona]'],
  ['no such page', '/nowhere', {}, 'main a'],
];

const runningAnimations = (): number =>
  document.getAnimations().filter((a) => a.playState === 'running' && a.effect?.getTiming().iterations === 1)
    .length;

for (const [name, path, options, ready] of STATES) {
  test(`${name} is accessible and keeps to the policy, light and dark`, async ({ page }) => {
    await renderer.open(page, path, { theme: 'system', ...options });
    await page.locator(ready).first().waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expect.poll(() => page.evaluate(runningAnimations)).toBe(0);
      expect(await violationsIn(page, theme === 'dark'), theme).toEqual([]);
    }
    expect(renderer.problems).toEqual([]);
  });
}
