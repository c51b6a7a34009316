import { expect } from '../fixtures.ts';
import { type Desk, go, settles } from './desk.ts';

/** How many messages of a conversation begin a word with these letters, counted without the index of the console. */
function countIn(bodies: readonly string[], letters: string): number {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${letters}`, 'iu');
  return bodies.filter((body) => pattern.test(body)).length;
}

/** The number of hits of a search in a conversation, and that of messages in its transcript. */
export async function compareFinding(desk: Desk): Promise<void> {
  const { page, ask } = desk;
  const [chosen] = ask<{ id: string }>(
    'SELECT conversation_id AS id FROM messages GROUP BY conversation_id ORDER BY count(*) DESC, 1 LIMIT 1',
  );
  const id = chosen?.id ?? '';
  await go(desk, `/chat/${encodeURIComponent(id)}`);
  await page.getByRole('log').waitFor();
  await page.keyboard.press('Control+f');
  const bar = page.getByRole('search', { name: 'Search in this conversation' });
  for (const letters of ['th', 'order', 'you']) {
    await bar.getByRole('searchbox').fill(letters);
    await settles(desk, async () => {
      const bodies = ask<{ body: string }>('SELECT body FROM messages WHERE conversation_id = ?', id);
      const expected = countIn(
        bodies.map(({ body }) => body),
        letters,
      );
      const shown = await bar.getByRole('status').textContent();
      expect(shown).toBe(expected === 0 ? 'No hits' : `1 of ${expected}`);
    });
  }
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'More for this conversation' }).click();
  await page.getByRole('menuitem', { name: 'Export transcript' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export transcript' });
  await dialog.getByRole('radio', { name: 'Text' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  await download.cancel();
  const [said] = ask<{ n: number }>(
    "SELECT count(*) AS n FROM messages WHERE conversation_id = ? AND kind <> 'note'",
    id,
  );
  await expect(page.getByText(new RegExp(`^Transcript with ${said?.n} messages? saved$`))).toBeVisible();
}
