import { expect } from '../fixtures.ts';
import { badgeOf, type Desk, go, money, numberIn, settles, words } from './desk.ts';

const UNREAD = `(SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.author ->> 'kind' = 'customer'
  AND m.seq > coalesce((SELECT up_to_seq FROM read_positions r WHERE r.conversation_id = c.id AND r.user_id = @user), 0))`;

/** Which conversations each list has. */
const LISTS = {
  Open: "c.status IN ('open', 'pending')",
  Mine: "c.status <> 'resolved' AND c.assignee_id = @user",
  Unassigned: "c.status IN ('open', 'pending') AND c.assignee_id IS NULL",
  Resolved: "c.status = 'resolved'",
  All: '1',
} as const;

/** Compares the lists of conversations: how many each has, who is in it with how many unread messages, and the badge. */
export async function compareChat(desk: Desk, zone: string): Promise<void> {
  const { page, ask, userId } = desk;
  const { dateTime } = words(zone);
  const user = { user: userId };
  await go(desk, '/chat');
  const filters = page.getByRole('group', { name: 'Filter conversations' });
  const options = page.getByRole('listbox', { name: 'Conversations' }).getByRole('option');
  for (const [name, where] of Object.entries(LISTS)) {
    const button = filters.getByRole('button', { name: new RegExp(`^${name}`) });
    await button.click();
    await settles(desk, async () => {
      const expected = ask<{ name: string; unread: number; at: number }>(
        `SELECT c.customer_name AS name, ${UNREAD} AS unread, c.last_message_at AS at FROM conversations c WHERE ${where}
         ORDER BY c.last_message_at DESC`,
        user,
      );
      if (name !== 'Resolved' && name !== 'All')
        expect(await button.textContent()).toBe(`${name}${expected.length}`);
      const rows = await options.evaluateAll((all) =>
        all.map((row) => ({
          name: row.querySelector('span[dir=auto]')?.textContent,
          unread: Number.parseInt(
            [...row.querySelectorAll('.sr-only')].find((one) => / unread /.test(one.textContent))
              ?.textContent ?? '0',
            10,
          ),
          at: row.querySelector('time')?.getAttribute('title'),
        })),
      );
      expect(rows.length).toBeGreaterThan(Math.min(expected.length, 8) - 1);
      const line = (of: {
        name?: string | null | undefined;
        unread: number;
        at?: string | null | undefined;
      }) => `${of.name} | ${of.unread} | ${of.at}`;
      // Of several messages in one millisecond, any may be first.
      expect(rows.map(line).toSorted()).toEqual(
        expected
          .slice(0, rows.length)
          .map((one) => line({ ...one, at: dateTime(one.at) }))
          .toSorted(),
      );
    });
  }
  await settles(desk, async () => {
    const [unread] = ask<{ n: number }>(
      `SELECT count(*) AS n FROM conversations c WHERE c.status <> 'resolved' AND ${UNREAD} > 0`,
      user,
    );
    expect(await badgeOf(desk, 'Chat')).toBe(Math.min(99, unread?.n ?? 0));
  });
  await compareContext(desk, zone);
}

/** Compares what is beside a conversation: since when, and the orders it is about. */
async function compareContext(desk: Desk, zone: string): Promise<void> {
  const { page, ask } = desk;
  const { dateTime, day } = words(zone);
  const [about] = ask<{ id: string; at: number; ids: string }>(
    `SELECT id, created_at AS at, order_ids AS ids FROM conversations WHERE order_ids <> '[]' AND status = 'resolved'
     ORDER BY last_message_at DESC LIMIT 1`,
  );
  if (!about) return;
  await go(desk, `/chat/${encodeURIComponent(about.id)}`);
  await settles(desk, async () => {
    const text = (await page.getByRole('complementary').allTextContents()).join(' ');
    expect(text).toContain(dateTime(about.at));
    for (const id of JSON.parse(about.ids) as string[]) {
      const [order] = ask<{ number: string; total: number; at: number; lines: string }>(
        'SELECT number, total, placed_at AS at, lines FROM orders WHERE id = ?',
        id,
      );
      if (!order) throw new Error(`no order ${id}`);
      expect(text).toContain(order.number);
      expect(text).toContain(day(order.at));
      expect(text).toContain(money(order.total));
      const [line] = JSON.parse(order.lines) as { total: number }[];
      expect(text).toContain(money(line?.total ?? 0));
    }
  });
}

/** Compares the number beside the bell with the entries under it. What was told is the console's own, the gateway has no rows. */
export async function compareNotices({ page }: Desk): Promise<void> {
  const bell = page.locator('[data-unread]');
  await bell.click();
  const entries = page.getByRole('dialog').getByRole('listitem');
  await expect(async () => {
    const unread = Number(await bell.getAttribute('data-unread'));
    const marked = await entries.filter({ has: page.getByText('Unread', { exact: true }) }).count();
    expect(marked).toBe(Math.min(unread, await entries.count()));
    expect(numberIn((await bell.textContent()) ?? '')).toBe(Math.min(unread, 99));
  }).toPass({ timeout: 15_000 });
  await page.keyboard.press('Escape');
  await expect(entries).toHaveCount(0);
}

const ROLES: Readonly<Record<string, string>> = {
  viewer: 'Viewer',
  agent: 'Support agent',
  manager: 'Store manager',
  admin: 'Administrator',
};

/** Compares the users and the newest records of the audit with an administrator's screens. */
export async function compareAdmin(desk: Desk, zone: string): Promise<void> {
  const { page, ask } = desk;
  const { moment } = words(zone);
  await go(desk, '/users');
  await settles(desk, async () => {
    const users = ask<{ name: string; role: string; disabled: number | null }>(
      'SELECT name, role, disabled_at AS disabled FROM users ORDER BY name',
    );
    const rows = await page
      .getByRole('listbox', { name: 'Users' })
      .getByRole('option')
      .evaluateAll((all) =>
        all.map((row) => [
          row.querySelector('p')?.textContent ?? '',
          row.firstElementChild?.lastElementChild?.textContent ?? '',
        ]),
      );
    expect(rows.toSorted()).toEqual(
      users
        .map(({ name, role, disabled }) => [name, disabled === null ? ROLES[role] : 'Disabled'])
        .toSorted(),
    );
  });
  await go(desk, '/audit');
  await settles(desk, async () => {
    const options = page.getByRole('listbox', { name: 'Audit' }).getByRole('option');
    const rows = await options.allTextContents();
    expect(rows.length).toBeGreaterThan(5);
    const newest = ask<{ actor: string; at: number }>(
      'SELECT actor_name AS actor, at FROM audit ORDER BY n DESC LIMIT ?',
      rows.length,
    );
    for (const [index, { actor, at }] of newest.entries()) {
      expect(rows[index]).toContain(moment(at));
      expect(rows[index]).toContain(actor);
    }
  });
}
