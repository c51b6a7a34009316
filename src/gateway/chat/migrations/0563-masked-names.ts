import { type Kysely, sql } from 'kysely';
import { maskCardsInFields, maskCardsInName } from '#shared/domain/card-numbers.ts';

/** Rows read at a time. */
const SLICE = 500;

/**
 * Masks card numbers in the names of files that came before names were masked: in their messages, and in the last lines of
 * conversations, which are names where a message has no text. What is masked stays so on the way back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await sql<{ seq: number; attachments: string }>`
      SELECT seq, attachments FROM messages WHERE seq > ${after} AND attachments <> '[]' AND json_valid(attachments) ORDER BY seq LIMIT ${SLICE}`.execute(
      db,
    );
    for (const { seq, attachments } of rows) {
      const masked = maskCardsInFields(attachments, ['name']);
      if (masked !== attachments)
        await sql`UPDATE messages SET attachments = ${masked} WHERE seq = ${seq}`.execute(db);
    }
    after = rows.at(-1)?.seq ?? 0;
    if (rows.length < SLICE) break;
  }
  const { rows } = await sql<{ id: string; line: string }>`
    SELECT id, last_message_preview AS line FROM conversations
    WHERE length(last_message_preview) >= 14 AND last_message_preview GLOB '*[0-9]*'`.execute(db);
  for (const { id, line } of rows) {
    const masked = maskCardsInName(line);
    if (masked !== line)
      await sql`UPDATE conversations SET last_message_preview = ${masked} WHERE id = ${id}`.execute(db);
  }
}

export async function down(): Promise<void> {}
