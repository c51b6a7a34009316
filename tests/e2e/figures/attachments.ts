import { expect } from '../fixtures.ts';
import { type Desk, go, settles } from './desk.ts';

const TALK = "SELECT conversation_id AS id FROM messages WHERE attachments <> '[]' ORDER BY seq DESC LIMIT 1";
/** The files of a conversation by the rows of the files themselves, not by what its messages say of them. */
const FILES = `SELECT name, bytes FROM attachments WHERE message_id IN
  (SELECT id FROM messages WHERE conversation_id = ?) ORDER BY name`;

/** The files of a conversation: which there are, and how large each is. */
export async function compareFiles(desk: Desk): Promise<void> {
  const { page, ask } = desk;
  const talk = (): string | undefined => ask<{ id: string }>(TALK)[0]?.id;
  await go(desk, `/chat/${talk()}`);
  const sizes = page.getByRole('log').locator('[data-bytes]');
  await settles(desk, async () => {
    const shown = await sizes.evaluateAll((all) =>
      all.map((size) => [size.previousElementSibling?.textContent, Number(size.getAttribute('data-bytes'))]),
    );
    const expected = ask<{ name: string; bytes: number }>(FILES, talk());
    expect(expected.length).toBeGreaterThan(0);
    expect(shown.toSorted()).toEqual(expected.map(({ name, bytes }) => [name, bytes]).toSorted());
  });
}
