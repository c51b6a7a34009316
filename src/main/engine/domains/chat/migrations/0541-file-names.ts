import type { Database } from 'better-sqlite3';

/** Has messages indexed anew, in slices after the start: the names of their files belong to their text. */
function indexAgain(db: Database): void {
  db.exec(`
    INSERT INTO messages_fts (messages_fts) VALUES ('delete-all');
    DELETE FROM text_builds WHERE name = 'messages_fts';
    INSERT INTO text_builds SELECT 'messages_fts', max(seq) + 1 FROM messages HAVING max(seq) IS NOT NULL;
  `);
}

export const up = indexAgain;
export const down = indexAgain;
