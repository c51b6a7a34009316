import type { Database } from 'better-sqlite3';

/** Teams and participants of conversations, and who takes part in which. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE conversations ADD COLUMN team_id TEXT;
    ALTER TABLE conversations ADD COLUMN participant_ids TEXT NOT NULL DEFAULT '[]';
    CREATE INDEX conversations_by_team ON conversations(team_id, active, last_message_at) WHERE team_id IS NOT NULL;
    CREATE TABLE conversation_participants (
      user_id TEXT NOT NULL, conversation_k INTEGER NOT NULL, PRIMARY KEY (user_id, conversation_k)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conversation_participants_by_conversation ON conversation_participants(conversation_k);
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE conversation_participants;
    DROP INDEX conversations_by_team;
    ALTER TABLE conversations DROP COLUMN participant_ids;
    ALTER TABLE conversations DROP COLUMN team_id;
  `);
}
