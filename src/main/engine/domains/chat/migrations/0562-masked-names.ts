import type { Database } from 'better-sqlite3';
import { maskCardsInFields, maskCardsInName } from '#shared/domain/card-numbers.ts';
import { up as indexAgain } from './0541-file-names.ts';

/** No shorter name has a card number. */
const MAY_HAVE = (column: string): string => `length(${column}) >= 14 AND ${column} GLOB '*[0-9]*'`;

/** Rows read at a time. */
const SLICE = 500;

/** Replaces a text column of some rows. Returns how many were changed. */
function replace(
  db: Database,
  { table, key, column, where }: Readonly<Record<'table' | 'key' | 'column' | 'where', string>>,
  masked: (text: string) => string,
): number {
  const read = db.prepare<[number], { k: number; text: string }>(
    `SELECT ${key} AS k, ${column} AS text FROM ${table} WHERE ${key} > ? AND ${where} ORDER BY ${key} LIMIT ${SLICE}`,
  );
  const set = db.prepare<[string, number]>(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`);
  let changed = 0;
  for (let rows = read.all(-1); ; rows = read.all(rows.at(-1)?.k ?? 0)) {
    for (const { k, text } of rows) {
      const replaced = masked(text);
      if (replaced !== text) changed += set.run(replaced, k).changes;
    }
    if (rows.length < SLICE) return changed;
  }
}

/**
 * Masks card numbers in the names of files that came before names were masked, as the gateway does with its own. The words of messages
 * are indexed anew where one was changed. What is masked stays so on the way back.
 */
export function up(db: Database): void {
  const inMessages = replace(
    db,
    {
      ...{ table: 'messages', key: 'seq', column: 'attachments' },
      where: `${MAY_HAVE('attachments')} AND attachments <> '[]' AND json_valid(attachments)`,
    },
    (text) => maskCardsInFields(text, ['name']),
  );
  replace(
    db,
    {
      ...{ table: 'conversations', key: 'k', column: 'last_message_preview' },
      where: MAY_HAVE('last_message_preview'),
    },
    maskCardsInName,
  );
  replace(
    db,
    {
      ...{ table: 'events', key: 'seq', column: 'data' },
      where: "type IN ('chat.message_sent', 'chat.note_added') AND json_valid(data)",
    },
    (text) => maskCardsInFields(text, ['name', 'lastMessagePreview']),
  );
  if (inMessages > 0) indexAgain(db);
}

export function down(): void {}
