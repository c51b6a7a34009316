import { dayOf, dayStart } from '#shared/domain/time.ts';
import { spokenDuration } from '../../../src/renderer/src/features/reports/values.ts';
import { expect } from '../fixtures.ts';
import { type Desk, go, settles } from './desk.ts';

const VOLUME = `WITH f AS (SELECT * FROM service_facts WHERE at >= @from AND at < @to)
  SELECT count(*) FILTER (WHERE kind = 'opened') AS opened, count(*) FILTER (WHERE kind = 'resolution') AS resolved,
    count(*) FILTER (WHERE kept = 1) AS kept, count(*) FILTER (WHERE kept = 0) AS broken,
    count(*) FILTER (WHERE kind = 'rating') AS ratings,
    (SELECT count(*) FROM f JOIN conversations c ON c.id = f.conversation_id WHERE kind = 'opened') AS openedNow,
    (SELECT count(*) FROM messages m WHERE m.at >= @from AND m.at < @to AND m.kind = 'text') AS messages FROM f`;

interface Volume {
  readonly opened: number;
  readonly openedNow: number;
  readonly resolved: number;
  readonly messages: number;
  readonly kept: number;
  readonly broken: number;
  readonly ratings: number;
}

/** The row at a share of the sorted values of a column: nearest rank. */
const rank = (column: string, share: number): string =>
  `(SELECT ${column} FROM f ORDER BY ${column} LIMIT 1 OFFSET (SELECT max(0, CAST(ceil(${share} * count(*)) AS INTEGER) - 1) FROM f))`;

const TIMES = `WITH f AS (SELECT * FROM service_facts WHERE at >= @from AND at < @to AND kind = @kind AND business_ms IS NOT NULL)
  SELECT count(*) AS n, count(*) FILTER (WHERE kept = 1) AS kept, count(*) FILTER (WHERE kept = 0) AS broken,
    ${rank('business_ms', 0.5)} AS business50, ${rank('business_ms', 0.9)} AS business90,
    ${rank('calendar_ms', 0.5)} AS calendar50, ${rank('calendar_ms', 0.9)} AS calendar90 FROM f`;

interface Times {
  readonly n: number;
  readonly kept: number;
  readonly broken: number;
  readonly business50: number | null;
  readonly business90: number | null;
  readonly calendar50: number | null;
  readonly calendar90: number | null;
}

const BY_AGENT = `SELECT coalesce(agent_id, '') AS agent, count(*) FILTER (WHERE kind = 'opened') AS opened,
    count(*) FILTER (WHERE kind = 'resolution') AS resolved FROM service_facts WHERE at >= @from AND at < @to GROUP BY 1`;

/** What a report is grouped by, besides agents, with the column of the facts. */
const GROUPED = { team: 'team_id', channel: 'channel' } as const;
const byColumn = (column: string): string =>
  `SELECT coalesce(${column}, '') AS "group", count(*) FILTER (WHERE kind = 'opened') AS opened,
    count(*) FILTER (WHERE kind = 'resolution') AS resolved FROM service_facts WHERE at >= @from AND at < @to GROUP BY 1`;
const MESSAGES_BY = `SELECT key AS "group", sum(received) AS received, sum(sent) AS sent FROM message_tallies
  WHERE by = @by AND day >= @first AND day <= @last GROUP BY 1`;

const KINDS = { firstReply: 'first_reply', nextReply: 'next_reply', resolution: 'resolution' } as const;

const shown = (value: number): string => value.toLocaleString('en-GB');

/** The reports of 7 and 90 days, those of 7 by team and channel, too: volume against conversations and messages; times, targets, ratings and agents against the facts. */
export async function compareReports(desk: Desk, zone: string): Promise<void> {
  const { page, ask, userId } = desk;
  const [{ role } = { role: 'agent' }] = ask<{ role: string }>('SELECT role FROM users WHERE id = ?', userId);
  if (role !== 'manager' && role !== 'admin') return;
  for (const days of [7, 90]) {
    await go(desk, `/reports?days=${days}`);
    await settles(desk, async () => {
      const today = dayOf(Date.now(), zone);
      const window = { from: dayStart(today, zone, 1 - days), to: dayStart(today, zone, 1) };
      await compareVolume(desk, window);
      for (const [name, kind] of Object.entries(KINDS)) {
        const [times] = ask<Times>(TIMES, { ...window, kind });
        if (!times) throw new Error('no times');
        const spoken = [times.business50, times.business90, times.calendar50, times.calendar90];
        const cells = await page.locator(`[data-kind="${name}"] td`).allTextContents();
        expect(cells.slice(0, 7)).toEqual([
          shown(times.n),
          ...spoken.map((ms) => spokenDuration(ms, 'en')),
          shown(times.kept),
          shown(times.broken),
        ]);
      }
      for (const { agent, opened, resolved } of ask<{ agent: string; opened: number; resolved: number }>(
        BY_AGENT,
        window,
      )) {
        const cells = await page.locator(`[data-group="${agent}"] td`).allTextContents();
        expect(cells.slice(0, 2)).toEqual([shown(opened), shown(resolved)]);
      }
    });
  }
  for (const by of ['team', 'channel'] as const) {
    await go(desk, `/reports?days=7&by=${by}`);
    await settles(desk, async () => {
      const last = dayOf(Date.now(), zone);
      const from = dayStart(last, zone, -6);
      await compareGroups(desk, by, { from, to: dayStart(last, zone, 1), first: dayOf(from, zone), last });
    });
  }
}

/** The groups of the report that is open: rows of facts, and of messages by day. */
async function compareGroups(
  { page, ask }: Desk,
  by: keyof typeof GROUPED,
  days: { readonly from: number; readonly to: number; readonly first: string; readonly last: string },
): Promise<void> {
  const cellsOf = (group: string) => page.locator(`[data-group="${group}"] td`).allTextContents();
  for (const { group, opened, resolved } of ask<{ group: string; opened: number; resolved: number }>(
    byColumn(GROUPED[by]),
    { from: days.from, to: days.to },
  ))
    expect((await cellsOf(group)).slice(0, 2)).toEqual([shown(opened), shown(resolved)]);
  for (const { group, received, sent } of ask<{ group: string; received: number; sent: number }>(
    MESSAGES_BY,
    { by, first: days.first, last: days.last },
  ))
    expect((await cellsOf(group)).slice(2, 4)).toEqual([shown(received), shown(sent)]);
}

async function compareVolume(
  { page, ask }: Desk,
  window: { readonly from: number; readonly to: number },
): Promise<void> {
  const [volume] = ask<Volume>(VOLUME, window);
  if (!volume) throw new Error('no figures');
  expect(volume.openedNow).toBe(volume.opened);
  const figure = (name: string) => page.locator(`[data-figure="${name}"]`);
  for (const name of ['opened', 'resolved', 'messages'] as const)
    expect(await figure(name).textContent()).toBe(shown(volume[name]));
  expect(await figure('kept').locator('xpath=..').textContent()).toContain(
    `${shown(volume.kept)} met, ${shown(volume.broken)} missed`,
  );
  expect(await figure('rating').locator('xpath=..').textContent()).toContain(
    `${shown(volume.ratings)} rating`,
  );
}
