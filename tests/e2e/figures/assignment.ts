import { expect } from '../fixtures.ts';
import { type Desk, go, settles } from './desk.ts';

/** Every colleague who chats, with what they have. */
const AGENTS = `SELECT u.id, coalesce(a.state, 'offline') AS state, coalesce(a.capacity, 5) AS capacity,
    (SELECT count(*) FROM conversations c WHERE c.assignee_id = u.id AND c.status = 'open') AS open,
    (SELECT count(*) FROM conversations c WHERE c.assignee_id = u.id AND c.status = 'open' AND c.waiting_since IS NOT NULL) AS waiting
  FROM users u LEFT JOIN agents a ON a.user_id = u.id WHERE u.disabled_at IS NULL AND u.role <> 'viewer'`;

const QUEUES = `SELECT coalesce(team_id, '') AS team, count(*) AS waiting FROM conversations
  WHERE assignee_id IS NULL AND status = 'open' AND waiting_since IS NOT NULL GROUP BY team_id`;

/** The load of every agent, and who waits in which queue. */
export async function compareLoad(desk: Desk): Promise<void> {
  const { page, ask } = desk;
  await go(desk, '/teams');
  await settles(desk, async () => {
    const agents = ask<{ id: string; state: string; capacity: number; open: number; waiting: number }>(
      AGENTS,
    );
    const queues = ask<{ team: string; waiting: number }>(QUEUES);
    const shown = await page.locator('tr[data-agent]').evaluateAll((rows) =>
      rows.map((row) => ({
        id: row.getAttribute('data-agent'),
        state: row.querySelector('[data-state]')?.getAttribute('data-state'),
        open: row.querySelector('[data-open]')?.textContent,
        waiting: row.querySelector('[data-waiting]')?.textContent,
      })),
    );
    expect(shown.map((row) => JSON.stringify(row)).toSorted()).toEqual(
      agents
        .map(({ id, state, open, capacity, waiting }) =>
          JSON.stringify({ id, state, open: `${open} of ${capacity}`, waiting: String(waiting) }),
        )
        .toSorted(),
    );
    const lines = await page
      .locator('[data-queue]')
      .evaluateAll((all) =>
        all.map((line) => [
          line.getAttribute('data-queue'),
          Number(line.querySelector('[data-waiting]')?.getAttribute('data-waiting')),
        ]),
      );
    expect(lines.toSorted()).toEqual(queues.map(({ team, waiting }) => [team, waiting]).toSorted());
  });
}
