import { v7 as uuidv7 } from 'uuid';
import { axeViolations } from '../support/axe.ts';
import { signInColleague } from '../support/colleague.ts';
import { expect, PERSONA, signInAs, test } from './fixtures.ts';

const KINDS = [
  ...['live.refund_rate', 'live.payment_success', 'live.conversion'],
  ...[
    'live.by_location',
    'live.by_region',
    'live.top_categories',
    'live.heat',
    'live.methods',
    'usage.meters',
  ],
] as const;
/** What stands beside each other: three tiles, then three tables, then the rest. */
const PLACES = [
  ...[0, 2, 4].map((x) => ({ x, y: 0, w: 2, h: 3 })),
  ...[0, 4, 8].map((x) => ({ x, y: 3, w: 4, h: 7 })),
  { x: 0, y: 10, w: 6, h: 7 },
  { x: 6, y: 10, w: 6, h: 7 },
  { x: 0, y: 17, w: 4, h: 8 },
];

test('a board shows where, when and how the shop sells, as the database has it', async ({ page, store }) => {
  test.slow();
  const manager = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const boardId = uuidv7();
  const widgets = KINDS.map((kind, i) => ({
    id: kind,
    kind,
    ...(PLACES[i] ?? { x: 0, y: 30, w: 4, h: 4 }),
    options: {},
  }));
  await manager.run('boards.save', {
    boardId,
    name: 'Sales of the breakdowns spec',
    widgets,
    expected: null,
  });
  await signInAs(page, store, 'manager', `/live?board=${boardId}&window=30d`);

  const minute = (): number => Math.floor(Date.now() / 60_000) * 60_000 + 60_000;
  await expect(async () => {
    const from = minute() - 30 * 86_400_000;
    const of = (where: string) =>
      store.ask<{ id: string; revenue: number }>(
        `SELECT ${where} AS id, sum(CASE p.kind WHEN 'payment' THEN p.amount ELSE -p.amount END) AS revenue
         FROM payments p LEFT JOIN orders o ON o.id = p.order_id LEFT JOIN locations l ON l.id = o.location_id
         WHERE p.status = 'succeeded' AND p.currency = 'USD' AND p.at >= ${from} GROUP BY 1`,
      );
    for (const [panel, where] of [
      ['Sales by location', `coalesce(o.location_id, '')`],
      ['Sales by region', `coalesce(l.region, '')`],
    ] as const)
      for (const { id, revenue } of of(where))
        expect(
          await page
            .getByRole('region', { name: panel })
            .locator(`[data-ranked="${id}"]`)
            .getAttribute('data-value', { timeout: 1_000 }),
        ).toBe(String(revenue));
    const cells = await page
      .locator('[data-cell]')
      .evaluateAll((all) => all.reduce((sum, cell) => sum + Number(cell.getAttribute('data-value')), 0));
    expect(cells).toBe(of(`''`)[0]?.revenue);
  }).toPass({ timeout: 60_000 });
  const [tried] = store.ask<{ rate: number }>(
    `SELECT 1.0 * sum(status <> 'failed') / count(*) AS rate FROM payments
     WHERE kind = 'payment' AND currency = 'USD' AND at >= ${minute() - 30 * 86_400_000}`,
  );
  const success = Number(await page.locator('[data-figure="paymentSuccess"]').getAttribute('data-value'));
  expect(success).toBeCloseTo(tried?.rate ?? 0, 2);
  await expect(page.locator('[data-figure="conversion"]')).toContainText('No data');
  await expect(page.getByRole('progressbar', { name: 'Orders' })).toBeVisible();

  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await axeViolations(page)).toEqual([]);
  }
  const [board] = store.ask<{ version: number }>('SELECT version FROM boards WHERE id = ?', boardId);
  await manager.run('boards.remove', { boardId, expected: board?.version ?? 1 });
});
