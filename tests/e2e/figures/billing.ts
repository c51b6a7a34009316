import { planOf } from '#shared/domain/billing.ts';
import { usagePeriod } from '#shared/domain/usage.ts';
import { expect } from '../fixtures.ts';
import { type Desk, go, settles } from './desk.ts';

/** The cost of the month against the plan and the days of usage, and the invoices against their table. */
export async function compareBilling(desk: Desk, zone: string): Promise<void> {
  const { page, ask, count, userId } = desk;
  const [{ role } = { role: 'agent' }] = ask<{ role: string }>('SELECT role FROM users WHERE id = ?', userId);
  if (role !== 'manager' && role !== 'admin') return;
  await go(desk, '/billing');
  await settles(desk, async () => {
    const period = usagePeriod(Date.now(), zone);
    const [term] = ask<{ plan: string; startsAt: number }>(
      'SELECT plan, starts_at AS startsAt FROM plan_terms ORDER BY starts_at DESC LIMIT 1',
    );
    const plan = planOf(term?.plan ?? '');
    if (!plan || !term) throw new Error('The shop has no plan.');
    expect(term.startsAt).toBeLessThan(period.from);
    let total = plan.fee;
    for (const { meter, included, per, tiers } of plan.meters) {
      const how = meter === 'storage' || meter === 'seats' ? 'max(max)' : 'sum(sum)';
      const used = count(
        `SELECT coalesce(${how}, 0) AS n FROM usage_days WHERE meter = '${meter}' AND day >= '${period.days[0]}'`,
      );
      // The shop stays within the first step.
      total += Math.floor((Math.max(0, used - included) * (tiers[0]?.price ?? 0)) / per + 0.5);
    }
    const shown = await page.locator('[data-total]').getAttribute('data-total', { timeout: 2_000 });
    expect(Number(shown)).toBe(total);
    expect(await page.locator('[data-invoice]').count()).toBe(count('SELECT count(*) AS n FROM invoices'));
  });
}
