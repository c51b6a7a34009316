import { v7 as uuidv7 } from 'uuid';
import { type Colleague, signInColleague } from '../support/colleague.ts';
import { expect, PERSONA, type Store, seriousIn, signInAs, test } from './fixtures.ts';

/** Sells one item of the shop in an order of its own, and has it paid. */
async function sell(colleague: Colleague, store: Store): Promise<void> {
  const [level] = store.ask<{ itemId: string; locationId: string }>(
    `SELECT l.item_id AS itemId, l.location_id AS locationId FROM levels l
     WHERE l.on_hand - l.committed - l.unavailable > 20 ORDER BY 1 LIMIT 1`,
  );
  if (!level) throw new Error('The shop is sold out.');
  const orderId = uuidv7();
  const { locationId, itemId } = level;
  await colleague.run('orders.create', {
    ...{ orderId, number: `KPI-${orderId.slice(-6)}`, customer: null, currency: 'USD', locationId },
    lines: [{ itemId, quantity: 1, unitPrice: 700, total: 700 }],
  });
  await colleague.run('payments.receive', {
    ...{ paymentId: uuidv7(), orderId, amount: 700, currency: 'USD', method: 'card' },
  });
}

test('a manager defines a KPI, an order reaches it, and its results are shown', async ({ page, store }) => {
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const name = `Orders ${uuidv7().slice(-4)}`;
  const kpi = (): { id: string; target: number; reachedAt: number | null; archived: number } | undefined =>
    store.ask<{ id: string; target: number; reachedAt: number | null; archived: number }>(
      'SELECT id, target, reached_at AS reachedAt, archived FROM kpis WHERE name = ?',
      name,
    )[0];
  await signInAs(page, store, 'manager');
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(page.locator('[data-kpi]').first()).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Metric').selectOption('paid_orders');
  await dialog.getByLabel('Period', { exact: true }).selectOption('day');
  await expect(
    dialog.getByRole('region', { name: 'In the last periods' }).getByRole('row').nth(2),
  ).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  // Nothing is sent without a target, and what was typed is kept.
  await dialog.getByRole('button', { name: 'Create KPI' }).click();
  await expect(dialog.getByText('Enter a number.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(dialog.getByLabel('Name')).toHaveValue(name);
  await dialog.getByLabel('Target').fill('100000');
  await dialog.getByRole('button', { name: 'Create KPI' }).click();
  await expect(dialog).toBeHidden();
  const tile = page.locator('[data-kpi]', { hasText: name });
  await expect(tile.getByText('at least 100,000')).toBeVisible();
  const before = kpi();
  if (!before) throw new Error('The KPI was not saved.');

  // One order more than there are reaches the new target.
  const sums = (): number =>
    store.ask<{ n: number }>(
      "SELECT paid_orders AS n FROM kpi_days WHERE by = 'all' ORDER BY day DESC LIMIT 1",
    )[0]?.n ?? 0;
  await colleague.run('kpi.save', {
    ...{
      kpiId: before.id,
      name,
      metric: 'paid_orders',
      aggregation: 'total',
      by: 'all',
      key: '',
      window: 'day',
    },
    ...{ target: sums() + 1, direction: 'at_least', ownerId: null, alert: null, archived: false, seen: 1 },
  });
  await sell(colleague, store);
  await expect(tile.getByText('Reached')).toBeVisible({ timeout: 30_000 });
  expect(kpi()?.reachedAt).not.toBeNull();
  await expect
    .poll(
      () => store.ask("SELECT id FROM notifications WHERE subject LIKE '%' || ? || '%'", before.id).length,
    )
    .toBe(1);

  await page.getByRole('button', { name: 'History of Revenue of the week' }).click();
  await expect(dialog.locator('tr[data-window]').nth(5)).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^kpi-\d{4}-\d\d-\d\d\.csv$/);
  await page.keyboard.press('Escape');

  await tile.getByRole('button', { name: `Edit ${name}` }).click();
  await dialog.getByRole('switch', { name: 'Archived' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => kpi()?.archived).toBe(1);
  await expect(tile).toHaveCount(0);
});

test('a leader changes the members and goals of the own team only', async ({ page, store }) => {
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const userOf = (username: string): string =>
    store.ask<{ id: string }>('SELECT id FROM users WHERE username = ?', username)[0]?.id ?? '';
  const [leader, member] = [userOf(PERSONA.agent), userOf('noor')];
  const teamId = uuidv7();
  const name = `Crew ${teamId.slice(-4)}`;
  const team = { teamId, name, memberIds: [leader], automatic: false, intake: false };
  await colleague.run('assignment.save_team', { ...team, leaderIds: [leader], archived: false, seen: null });
  await signInAs(page, store, 'agent', `/teams/${teamId}`);
  await expect(page.locator(`tr[data-member="${leader}"]`).getByText('Leader')).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Edit members' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Noor Haddad' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator(`tr[data-member="${member}"]`)).toBeVisible();
  await page.getByRole('button', { name: 'New goal' }).click();
  await dialog.getByLabel('Name').fill(`Goal of ${name}`);
  await dialog.getByLabel('Target').fill('12');
  await dialog.getByRole('button', { name: 'Create KPI' }).click();
  const tile = page.locator('[data-kpi]', { hasText: `Goal of ${name}` });
  await expect(tile).toBeVisible();
  await expect
    .poll(() => store.ask<{ key: string }>('SELECT key FROM kpis WHERE name = ?', `Goal of ${name}`)[0]?.key)
    .toBe(teamId);
  // Other teams have no such buttons.
  await page.goto(page.url().replace(teamId, 'demo-team-stock'));
  await expect(page.getByRole('table', { name: 'Members' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit members' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'New goal' })).toHaveCount(0);

  // No residue: the goal and the team are archived.
  const [goal] = store.ask<{ id: string }>('SELECT id FROM kpis WHERE name = ?', `Goal of ${name}`);
  await colleague.run('kpi.save', {
    ...{
      kpiId: goal?.id ?? '',
      name,
      metric: 'resolved',
      aggregation: 'total',
      by: 'team',
      key: teamId,
      window: 'week',
    },
    ...{ target: 12, direction: 'at_least', ownerId: null, alert: null, archived: true, seen: 1 },
  });
  await colleague.run('assignment.save_team', { ...team, archived: true, seen: 2 });
});
