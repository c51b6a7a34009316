import type { Database } from 'better-sqlite3';

/** The members who lead a team. */
export function up(db: Database): void {
  db.exec(`ALTER TABLE support_teams ADD COLUMN leader_ids TEXT NOT NULL DEFAULT '[]'`);
}

export function down(db: Database): void {
  db.exec('ALTER TABLE support_teams DROP COLUMN leader_ids');
}
