import type { Locator, Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import type { BoardWidget } from '#shared/domain/boards.ts';
import { axeViolations } from '../support/axe.ts';
import { signInColleague } from '../support/colleague.ts';
import { expect, PERSONA, type Store, signInAs, test, VIEWER } from './fixtures.ts';

const NAME = 'Counter of the boards spec';
interface Row {
  readonly id: string;
  readonly widgets: string;
  readonly version: number;
  readonly shared: number;
}
const boardOf = (store: Store, name = NAME): Row | undefined =>
  store.ask<Row>('SELECT id, widgets, version, shared FROM boards WHERE name = ?', name)[0];
const widgetsOf = (row: Row | undefined): BoardWidget[] => JSON.parse(row?.widgets ?? '[]');
const handle = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^${name}: column`) });

/** Opens the menu of boards by its keys, and runs an entry. */
async function choose(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: /^Board: / }).press('Enter');
  await page
    .getByRole('menuitem', { name: entry })
    .or(page.getByRole('menuitemcheckbox', { name: entry }))
    .first()
    .press('Enter');
}

test.afterAll(async ({ store }) => {
  const admin = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  for (const { id, version, shared } of store.ask<Row>(
    "SELECT * FROM boards WHERE name LIKE '%boards spec%'",
  )) {
    if (shared === 1) await admin.run('boards.remove', { boardId: id, expected: version });
  }
});

test('a board is built by keyboard, shared, changed by two, and shown on a wall', async ({ page, store }) => {
  test.slow();
  await signInAs(page, store, 'manager');
  await page.locator('[data-figure="revenue"][data-value]').waitFor();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator('.recharts-surface').first().waitFor();
  await page.screenshot({ path: 'test-results/boards-standard.png' });

  // A new board, and two widgets from the catalogue.
  await choose(page, 'New board');
  await page.getByLabel('Name').fill(NAME);
  await page.keyboard.press('Enter');
  await expect(page.getByText('This board is empty')).toBeVisible();
  await page.getByRole('button', { name: 'Add widget' }).first().press('Enter');
  const catalogue = page.getByRole('dialog', { name: 'Add widgets' });
  await catalogue.getByLabel('Search').fill('revenue against');
  await catalogue.getByRole('button', { name: 'Add Revenue over time' }).press('Enter');
  await page.screenshot({ path: 'test-results/boards-catalogue-search.png' });
  await catalogue.getByLabel('Search').fill('');
  await page.screenshot({ path: 'test-results/boards-catalogue.png' });
  expect(await axeViolations(page)).toEqual([]);
  await catalogue.getByRole('button', { name: 'Add Top products' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(catalogue).toBeHidden();
  await handle(page, 'Top products').press('ArrowUp');
  await expect(handle(page, 'Top products')).toHaveAccessibleName(
    'Top products: column 1, row 1, 6 wide, 7 high',
  );
  await handle(page, 'Revenue over time').press('Shift+ArrowRight');
  await expect(page.getByRole('status').filter({ hasText: 'Revenue over time' })).toHaveText(
    'Revenue over time: column 1, row 8, 9 wide, 8 high',
  );
  await handle(page, 'Top products').press('Delete');
  await expect(handle(page, 'Top products')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(handle(page, 'Top products')).toBeVisible();
  // By pointer, too.
  const box = await handle(page, 'Top products').boundingBox();
  if (box === null) throw new Error('The widget is not on screen.');
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 500, box.y + 60, { steps: 8 });
  await page.mouse.up();
  await expect(handle(page, 'Top products')).not.toHaveAccessibleName(/column 1,/);
  await page.screenshot({ path: 'test-results/boards-editing.png' });
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => widgetsOf(boardOf(store)).length).toBe(2);
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);

  // It is there after a reload, and the keyboard reads its points.
  await page.reload();
  const chart = page.getByRole('slider', { name: 'Points of Revenue over time' });
  await chart.focus();
  await chart.press('Home');
  const first = await chart.getAttribute('aria-valuetext');
  await chart.press('ArrowRight');
  await expect(chart).toHaveAttribute('aria-valuenow', '2');
  expect(await chart.getAttribute('aria-valuetext')).not.toBe(first);
  await page.screenshot({ path: 'test-results/boards-point.png' });
  for (const [entry, end] of [
    ['Picture (PNG)', '.png'],
    ['Drawing (SVG)', '.svg'],
    ['Table (CSV)', '.csv'],
  ] as const) {
    await page.getByRole('button', { name: 'Export Revenue over time' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: entry }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe(`Revenue_over_time${end}`);
    await file.saveAs(`test-results/chart${end}`);
  }

  // Shared, a colleague changes it while it is being edited here: nothing of either is lost.
  await choose(page, 'Share with everybody');
  await page.getByRole('button', { name: 'Share with everybody' }).click();
  await expect.poll(() => boardOf(store)?.shared).toBe(1);
  await page.getByRole('button', { name: 'Edit board' }).click();
  await handle(page, 'Revenue over time').press('Shift+ArrowDown');
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.agent);
  const before = boardOf(store);
  if (before === undefined) throw new Error('There is no board.');
  const theirs: BoardWidget = { id: uuidv7(), kind: 'newer.kind', x: 0, y: 40, w: 4, h: 4, options: {} };
  await colleague.run('boards.save', {
    boardId: before.id,
    name: NAME,
    widgets: [...widgetsOf(before), theirs],
    expected: before.version,
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = page.getByRole('dialog', { name: /was changed meanwhile/ });
  await expect(conflict).toContainText('Widgets: 3 on the saved board, 2 on yours.');
  await page.screenshot({ path: 'test-results/boards-conflict.png' });
  await conflict.getByRole('button', { name: 'Show the saved one' }).click();
  // What this version cannot show stays on the board.
  await expect(page.getByText('This version cannot show this widget.')).toBeVisible();
  await page.screenshot({ path: 'test-results/boards-shared.png' });

  // On a wall, without controls, until Escape.
  await choose(page, 'Show on a wall screen');
  await page.screenshot({ path: 'test-results/boards-wall-dialog.png' });
  await page.getByRole('dialog').getByLabel('Standard').check();
  await page.getByRole('button', { name: 'Start' }).click();
  const wall = page.getByRole('main', { name: 'Wall screen' });
  await expect(wall.getByText('Live', { exact: true })).toBeVisible();
  await page.locator('.recharts-surface').first().waitFor();
  await page.screenshot({ path: 'test-results/boards-wall.png' });
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(wall).toHaveCount(0);
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: 'test-results/boards-print.png', fullPage: true });
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  await store.open(page, `/live?board=${before.id}`);
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.locator('.recharts-surface').first().waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/boards-dark-1024.png' });
  await page.getByRole('button', { name: 'Edit board' }).click();
  await page.screenshot({ path: 'test-results/boards-dark-editing.png' });
  await page.getByRole('button', { name: 'Stop editing' }).click();
});

test('a wall turns for long without growing, also for a viewer', async ({ page, store }) => {
  const minutes = Number(process.env['QUAYSIDE_WALL_MINUTES'] ?? '0');
  test.setTimeout(120_000 + minutes * 60_000);
  const admin = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  const boardId = uuidv7();
  const widgets = ['live.revenue_chart', 'live.top_products', 'live.activity'].map(
    (kind, n): BoardWidget => ({ id: uuidv7(), kind, x: n * 4, y: 0, w: 4, h: 8, options: {} }),
  );
  await admin.run('boards.save', { boardId, name: 'Wall of the boards spec', widgets, expected: null });
  await admin.run('boards.share', { boardId, shared: true, expected: 1 });
  await signInAs(page, store, 'viewer', `/live/wall?boards=standard,${boardId}&every=0.5`);
  expect(VIEWER.username).not.toBe('');
  const turns = async (): Promise<number> =>
    Number(await page.locator('[data-wall]').getAttribute('data-wall'));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  /** The least of some turns, because garbage is collected when the engine likes. */
  const grown = async (): Promise<Record<string, number>> => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
    return { nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
  };
  const atTurn = async (n: number): Promise<Record<string, number>> => {
    await expect.poll(turns, { timeout: 90_000 + minutes * 60_000 }).toBeGreaterThanOrEqual(n);
    // Always with the same board on screen.
    await expect.poll(async () => (await turns()) % 2, { intervals: [50] }).toBe(0);
    return grown();
  };
  const begin = await atTurn(6);
  const rounds = minutes === 0 ? 20 : minutes * 110;
  const end = await atTurn(6 + rounds);
  if (minutes > 0)
    process.stdout.write(`${rounds} turns: ${JSON.stringify(begin)} to ${JSON.stringify(end)}\n`);
  expect(end['nodes']).toBeLessThan((begin['nodes'] ?? 0) * 1.5 + 500);
  expect(end['listeners']).toBeLessThan((begin['listeners'] ?? 0) * 1.5 + 200);
  expect(end['heap']).toBeLessThan((begin['heap'] ?? 0) * 1.5 + 8_000_000);
  // A key pauses it.
  await page.keyboard.press('Shift');
  await expect(page.getByText('Paused')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-wall]')).toHaveCount(0);
});
