import { OWN_METER_KEYS, usagePeriod } from '#shared/domain/usage.ts';
import { expect } from '../fixtures.ts';
import { type Desk, go, settles } from './desk.ts';

/** The meters of the month: against the days of the gateway, and orders and messages against their tables. */
export async function compareUsage(desk: Desk, zone: string): Promise<void> {
  const { page, ask, count, userId } = desk;
  const [{ role } = { role: 'agent' }] = ask<{ role: string }>('SELECT role FROM users WHERE id = ?', userId);
  if (role !== 'manager' && role !== 'admin') return;
  await go(desk, '/usage');
  await settles(desk, async () => {
    const period = usagePeriod(Date.now(), zone);
    // What came in the last seconds is counted with the next sweep.
    const upTo = (id: string): string => `(SELECT up_to FROM usage_counted WHERE id = '${id}')`;
    for (const key of OWN_METER_KEYS) {
      const how = key === 'storage' || key === 'seats' ? 'max(max)' : 'sum(sum)';
      const used = count(
        `SELECT coalesce(${how}, 0) AS n FROM usage_days WHERE meter = '${key}' AND day >= '${period.days[0]}'`,
      );
      const shown = await page.locator(`[data-meter="${key}"]`).getAttribute('data-used', { timeout: 2_000 });
      expect([key, Number(shown)]).toEqual([key, used]);
    }
    expect(
      count(`SELECT sum(sum) AS n FROM usage_days WHERE meter = 'orders' AND day >= '${period.days[0]}'`),
    ).toBe(
      count(
        `SELECT count(*) AS n FROM orders WHERE placed_at >= ${period.from} AND rowid <= ${upTo('orders')}`,
      ),
    );
    expect(
      count(`SELECT sum(sum) AS n FROM usage_days WHERE meter = 'messages' AND day >= '${period.days[0]}'`),
    ).toBe(
      count(
        `SELECT count(*) AS n FROM messages WHERE at >= ${period.from} AND seq <= ${upTo('messages')} AND kind IN ('text', 'image', 'file')`,
      ),
    );
  });
}
