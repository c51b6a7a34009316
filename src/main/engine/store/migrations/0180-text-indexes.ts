import type { Database } from 'better-sqlite3';

/** The indexes, the tables that their text is from, and the key and the text column of those. */
const INDEXES = [
  { index: 'items_fts', table: 'items', key: 'k', column: 'words' },
  { index: 'orders_fts', table: 'orders', key: 'k', column: 'words' },
  { index: 'conversations_fts', table: 'conversations', key: 'k', column: 'words' },
  { index: 'messages_fts', table: 'messages', key: 'seq', column: 'body' },
] as const;

/**
 * Text indexes of folded tokens (`store/text.ts`), which the tokenizer only splits. They hold no copy of the text. The new ones
 * are empty: `text_builds` names the rows still to be indexed, those with a key below `below`, and the engine indexes them in
 * slices after the start.
 */
export function up(db: Database): void {
  db.exec(
    'CREATE TABLE text_builds (name TEXT NOT NULL PRIMARY KEY, below INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  );
  for (const { index, table, key } of INDEXES) {
    db.exec(`
      DROP TABLE ${index};
      CREATE VIRTUAL TABLE ${index} USING fts5(words, content='', tokenize='ascii', prefix='2 3', detail='none', columnsize=0);
      INSERT INTO text_builds SELECT '${index}', max(${key}) + 1 FROM ${table} HAVING max(${key}) IS NOT NULL;
    `);
  }
}

export function down(db: Database): void {
  db.exec('DROP TABLE text_builds');
  for (const { index, table, key, column } of INDEXES) {
    db.exec(`
      DROP TABLE ${index};
      CREATE VIRTUAL TABLE ${index} USING fts5(${column}, content='${table}', content_rowid='${key}',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3', detail='none', columnsize=0);
      INSERT INTO ${index} (${index}) VALUES ('rebuild');
    `);
  }
}
