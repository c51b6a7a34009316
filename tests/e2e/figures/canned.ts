import { expect } from '../fixtures.ts';
import { type Desk, go, settles } from './desk.ts';

/** Units for sale over all locations, of the items that replies name. */
const UNITS = `SELECT max(0, coalesce(sum(l.on_hand - l.committed - l.unavailable), 0)) AS units FROM items i
  LEFT JOIN levels l ON l.item_id = i.id WHERE i.sku = ?`;
const FOLDERS = `SELECT folder AS name, count(*) AS n FROM canned_replies
  WHERE (owner_id IS NULL OR owner_id = @user) AND folder IS NOT NULL GROUP BY folder ORDER BY folder`;

/** Compares the page of canned replies: how many each folder has, and the stock figure of a preview. */
export async function compareCanned(desk: Desk): Promise<void> {
  const { page, ask, userId } = desk;
  const [reply] = ask<{ id: string; body: string }>(
    `SELECT id, body FROM canned_replies WHERE body LIKE '%{{stock.%' AND owner_id IS NULL ORDER BY id LIMIT 1`,
  );
  const [written = '', sku = ''] = /\{\{stock\.([^}]+)\}\}/.exec(reply?.body ?? '') ?? [];
  expect(sku).not.toBe('');
  await go(desk, `/canned?open=${encodeURIComponent(reply?.id ?? '')}`);
  const preview = page.getByRole('region', { name: 'Preview' });
  const folders = page.getByRole('combobox', { name: 'Folder' }).first().locator('option');
  await settles(desk, async () => {
    const [stock] = ask<{ units: number }>(UNITS, sku);
    const before = reply?.body.slice(0, reply.body.indexOf(written)).split('\n').at(-1) ?? '';
    expect(await preview.textContent()).toContain(`${before}${stock?.units}`);
    const counted = ask<{ name: string; n: number }>(FOLDERS, { user: userId });
    expect((await folders.allTextContents()).slice(1)).toEqual(
      counted.map(({ name, n }) => `${name} (${n})`),
    );
  });
}
