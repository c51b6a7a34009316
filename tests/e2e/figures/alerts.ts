import { daysUntilExpiry } from '#shared/domain/expiry.ts';
import { expect } from '../fixtures.ts';
import { badgeOf, type Desk, go, settles, words } from './desk.ts';

interface Alert {
  readonly kind: string;
  readonly title: string;
  readonly place: string;
  readonly raised: number;
  readonly last: number;
  readonly threshold: number;
  readonly raisedAt: number;
  readonly expiresAt: number | null;
}

const ALERTS = `SELECT a.kind, a.subject ->> 'itemName' AS title, a.subject ->> 'locationName' AS place, a.raised_value AS raised,
    CASE WHEN a.state = 'resolved' THEN a.value ELSE l.on_hand - l.committed - l.unavailable END AS last,
    a.threshold, a.raised_at AS raisedAt,
    (SELECT min(o.expires_at) FROM lots o WHERE o.item_id = a.item_id AND o.location_id = a.location_id AND o.free > 0) AS expiresAt
  FROM alerts a
  LEFT JOIN levels l ON l.item_id = a.item_id AND l.location_id = a.location_id WHERE a.item_id <> ''`;

/** Alerts that were raised and are open; and those that ask for attention. */
const RAISED = "state NOT IN ('resolved', 'pending')";
const LOUD = `${RAISED} AND silenced_until IS NULL`;

/** Within how many days of the zone's calendar the first lot expires. */
function daysLeft(expiresAt: number | null, zone: string): number {
  return expiresAt === null ? 0 : daysUntilExpiry(expiresAt, Date.now(), zone);
}

function withinText(days: number): string {
  return days === 0 ? 'expired' : `within ${days} day${days === 1 ? '' : 's'}`;
}

/** Compares open and resolved alerts, their values then and now, and the badge beside the page's name. */
export async function compareAlerts(desk: Desk, zone: string): Promise<void> {
  const { page, ask, count } = desk;
  const { dateTime } = words(zone);
  await go(desk, '/alerts');
  const all = page.getByRole('listbox', { name: 'Alerts' }).getByRole('option');
  // The percentages of KPIs are what the gateway has judged, and compared with their pages.
  const options = all.filter({ hasNotText: 'Behind target' });
  const shown = (): Promise<(readonly [string, string])[]> =>
    options.evaluateAll((found) =>
      found.map(
        (row) =>
          [
            row.querySelector('span[dir=auto]')?.textContent ?? '',
            row.querySelector('span[dir=auto] + span')?.textContent ?? '',
          ] as const,
      ),
    );
  await settles(desk, async () => {
    const open = ask<Alert>(`${ALERTS} AND a.state <> 'resolved'`);
    const known = new Set(
      open.map(({ kind, title, last, raised, expiresAt }) => {
        if (kind === 'expiring') return [title, withinText(daysLeft(expiresAt, zone))].join(' | ');
        const is = kind === 'overstock' ? 'available' : 'left';
        return [title, last === raised ? `${last} ${is}` : `${last} ${is}, was ${raised}`].join(' | ');
      }),
    );
    const rows = (await shown()).map((row) => row.join(' | '));
    const unacknowledged = count(
      `SELECT count(*) AS n FROM alerts WHERE ${RAISED} AND acknowledged_at IS NULL`,
    );
    expect(await page.getByRole('radio', { name: /^Open/ }).textContent()).toBe(
      `Open${count(`SELECT count(*) AS n FROM alerts WHERE ${RAISED}`)}`,
    );
    expect(rows.length).toBeGreaterThan(Math.min(open.length, 6) - 1);
    expect(rows.filter((row) => !known.has(row))).toEqual([]);
    if (open.length > 0)
      expect(
        await page
          .getByRole('status')
          .filter({ hasText: /cknowledged$/ })
          .textContent({ timeout: 2_000 }),
      ).toBe(unacknowledged === 0 ? 'All acknowledged' : `${unacknowledged} unacknowledged`);
    expect(await badgeOf(desk, 'Alerts')).toBe(
      Math.min(99, count(`SELECT count(*) AS n FROM alerts WHERE ${LOUD}`)),
    );
  });
  const stock = options.filter({ hasNotText: 'Expiring soon' }).first();
  if ((await stock.count()) > 0) {
    const name = (await stock.locator('span[dir=auto]').first().textContent()) ?? '';
    await stock.click();
    await settles(desk, async () => {
      const detail = page.getByRole('region', { name: 'Alert', exact: true });
      const text = (await detail.textContent()) ?? '';
      const about = ask<Alert>(`${ALERTS} AND a.state <> 'resolved' AND title = ?`, name).filter(
        ({ place }) => text.includes(place),
      );
      expect(
        about.some(
          ({ last, raised, threshold, raisedAt }) =>
            text.includes(`${last} available now`) &&
            text.includes(`${raised} when raised`) &&
            text.includes(`alerts at ${threshold} or `) &&
            text.includes(dateTime(raisedAt)),
        ),
        text,
      ).toBe(true);
    });
  }
  await page.getByRole('radio', { name: 'Resolved' }).click();
  await settles(desk, async () => {
    const known = new Set(
      ask<Alert>(`${ALERTS} AND a.state = 'resolved'`).map(({ kind, title, raised, last }) =>
        kind === 'expiring' ? `${title} | ${withinText(raised)}` : `${title} | ${raised} → ${last}`,
      ),
    );
    const rows = (await shown()).map((row) => row.join(' | '));
    expect(rows.length).toBeGreaterThan(Math.min(known.size, 6) - 1);
    expect(rows.filter((row) => !known.has(row))).toEqual([]);
  });
}

/** Compares the groups of alerts, and what the rule about low stock would fire on. */
export async function compareAlertGroups(desk: Desk): Promise<void> {
  const { page, ask, count } = desk;
  await go(desk, '/alerts');
  await page.getByRole('radio', { name: /^Groups/ }).click();
  await settles(desk, async () => {
    const groups = ask<{ n: number }>(
      `SELECT count(*) AS n FROM alerts WHERE ${LOUD} GROUP BY kind, severity, location_id ORDER BY n`,
    ).map(({ n }) => n);
    const shown = await page
      .getByRole('listbox', { name: 'Groups' })
      .getByRole('option')
      .evaluateAll((all) =>
        all.map((row) => Number(row.querySelector('div > span:last-child')?.textContent)),
      );
    expect(shown.sort((a, b) => a - b)).toEqual(groups);
  });
  await go(desk, '/alerts/rules');
  const rule = page.getByRole('option').filter({ hasText: 'Low stock' }).first();
  await rule.waitFor();
  // Who cannot change rules has no preview.
  if (!(await page.getByRole('button', { name: 'New rule' }).isVisible())) return;
  await rule.dblclick();
  const dialog = page.getByRole('dialog', { name: 'Low stock' });
  await settles(desk, async () => {
    // The store has a rule of its own, and all of the warehouse has the same limits.
    const low = count(
      `SELECT count(*) AS n FROM levels l JOIN items i ON i.id = l.item_id AND i.status = 'active'
       WHERE l.on_hand - l.committed - l.unavailable BETWEEN 1 AND 5
         AND (l.location_id = 'warehouse' OR NOT EXISTS (SELECT 1 FROM alert_rules WHERE location_id = 'store'))`,
    );
    const said =
      low === 0 ? 'Would fire on no item now' : `Would fire on ${low} item${low === 1 ? '' : 's'} now`;
    expect(await dialog.getByRole('status').first().textContent()).toBe(said);
  });
  await page.keyboard.press('Escape');
}
