import { type Kysely, sql } from 'kysely';
import { maskCardsInName } from '#shared/domain/card-numbers.ts';

/** Masks card numbers in the names of files that came before names were masked. What is masked stays so on the way back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // No shorter name has a card number.
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM attachments WHERE length(name) >= 14 AND name GLOB '*[0-9]*'`.execute(db);
  for (const { id, name } of rows) {
    const masked = maskCardsInName(name);
    if (masked !== name) await sql`UPDATE attachments SET name = ${masked} WHERE id = ${id}`.execute(db);
  }
}

export async function down(): Promise<void> {}
