import type { Database } from 'better-sqlite3';

/**
 * What ends a snooze, the place of a priority (0 the highest), and which conversations have a label. Snoozed conversations are
 * counted.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE conversations ADD COLUMN snoozed_item_id TEXT;
    ALTER TABLE conversations ADD COLUMN priority_rank INTEGER NOT NULL DEFAULT 4;
    UPDATE conversations SET priority_rank = CASE priority
      WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN 'low' THEN 3 ELSE 4 END WHERE priority <> 'none';
    CREATE TABLE conversation_labels (
      label TEXT NOT NULL, conversation_k INTEGER NOT NULL, PRIMARY KEY (label, conversation_k)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conversation_labels_by_conversation ON conversation_labels(conversation_k);
    INSERT OR IGNORE INTO conversation_labels
      SELECT j.value, c.k FROM conversations c, json_each(c.labels) j WHERE json_valid(c.labels) AND c.labels <> '[]';
    INSERT INTO counters (key, value) SELECT 'chat.snoozed', count(*) FROM conversations WHERE status = 'snoozed'
      ON CONFLICT (key) DO UPDATE SET value = excluded.value;
  `);
}

export function down(db: Database): void {
  db.exec(`
    DELETE FROM counters WHERE key = 'chat.snoozed';
    DROP TABLE conversation_labels;
    ALTER TABLE conversations DROP COLUMN priority_rank;
    ALTER TABLE conversations DROP COLUMN snoozed_item_id;
  `);
}
