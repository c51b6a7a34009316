import type { Database } from 'better-sqlite3';

/** The team and the channel of what happened. Those from before have neither. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE service_facts ADD COLUMN team_id TEXT;
    ALTER TABLE service_facts ADD COLUMN channel TEXT;
  `);
}

export function down(db: Database): void {
  db.exec(`
    DELETE FROM message_tallies WHERE by IN ('team', 'channel');
    ALTER TABLE service_facts DROP COLUMN channel;
    ALTER TABLE service_facts DROP COLUMN team_id;
  `);
}
