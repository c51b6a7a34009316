import type { Database } from 'better-sqlite3';

/**
 * `withdraw` is 1 once the user has discarded a command that the gateway may have: the gateway is asked to withdraw it before
 * the row is deleted. `failures` counts the answers `internal`.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE outbox ADD COLUMN withdraw INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
  `);
}

export function down(db: Database): void {
  db.exec('ALTER TABLE outbox DROP COLUMN failures; ALTER TABLE outbox DROP COLUMN withdraw;');
}
