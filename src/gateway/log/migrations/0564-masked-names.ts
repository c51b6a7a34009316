import { type Kysely, sql } from 'kysely';
import { maskCardsInFields } from '#shared/domain/card-numbers.ts';

/** Names of files, and the last line of the conversation, which is one where a message has no text. */
const FIELDS = ['name', 'lastMessagePreview'];
/** What may be the number of a card. Few events have one, so that few are parsed. */
const DIGITS = /\d(?:[ ._\u00a0\u2009\u202f-]?\d){13}/u;
/** Events read at a time. */
const SLICE = 500;

/**
 * Masks card numbers in the names of files that came before names were masked, as in the tables of messages: whoever catches up from
 * an old position must not get them. What is masked stays so on the way back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await sql<{ seq: number; body: string }>`
      SELECT seq, body FROM events WHERE channel = 'chat' AND seq > ${after}
      AND type IN ('chat.message_sent', 'chat.note_added') AND json_valid(body) ORDER BY seq LIMIT ${SLICE}`.execute(
      db,
    );
    for (const { seq, body } of rows) {
      const masked = DIGITS.test(body) ? maskCardsInFields(body, FIELDS) : body;
      if (masked !== body) await sql`UPDATE events SET body = ${masked} WHERE seq = ${seq}`.execute(db);
    }
    after = rows.at(-1)?.seq ?? 0;
    if (rows.length < SLICE) return;
  }
}

export async function down(): Promise<void> {}
