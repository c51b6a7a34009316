import { expect } from '../fixtures.ts';
import { badgeOf, type Desk, go, settles } from './desk.ts';

/** The rooms that a user sees, with what they have not read. */
const ROOMS = `SELECT r.id, r.archived_at AS archived, (SELECT count(*) FROM room_messages m WHERE m.room_id = r.id
    AND m.author_id <> @user AND m.seq > coalesce(s.up_to_seq, 0)
    AND (coalesce(s.muted, 0) = 0 OR EXISTS (SELECT 1 FROM json_each(m.mentions) WHERE value = @user))) AS unread
  FROM rooms r LEFT JOIN room_states s ON s.room_id = r.id AND s.user_id = @user
  WHERE r.kind = 'general' OR EXISTS (SELECT 1 FROM json_each(r.member_ids) WHERE value = @user)`;

/** The list of rooms: which there are for this user, and what is unread in them. */
export async function compareRooms(desk: Desk): Promise<void> {
  const { page, ask, userId } = desk;
  await go(desk, '/rooms');
  const rows = page.getByRole('listbox', { name: 'Rooms' }).locator('[data-room]');
  await settles(desk, async () => {
    const expected = ask<{ id: string; archived: number | null; unread: number }>(ROOMS, { user: userId });
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [row.getAttribute('data-room'), Number(row.getAttribute('data-unread'))]),
    );
    expect(shown.toSorted()).toEqual(
      expected.map(({ id, unread }) => [id, Math.min(unread, 100)]).toSorted(),
    );
    const open = expected.filter(({ archived, unread }) => archived === null && unread > 0);
    expect(await badgeOf(desk, 'Team rooms')).toBe(open.length);
  });
}
