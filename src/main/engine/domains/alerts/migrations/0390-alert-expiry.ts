import type { Database } from 'better-sqlite3';

/** The days before an expiry in rules, why a rule could not be evaluated, and an index of lots by their expiry. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE alert_rules ADD COLUMN within_days INTEGER;
    ALTER TABLE alerts ADD COLUMN error TEXT;
    CREATE INDEX lots_expiring ON lots(expires_at, id) WHERE expires_at IS NOT NULL AND on_hand > 0;
  `);
}

/** Deletes what earlier versions cannot read. The counters go with the cursor, so that a snapshot brings them level. */
export function down(db: Database): void {
  db.exec(`
    DROP INDEX lots_expiring;
    DELETE FROM counters WHERE key LIKE 'alerts.%';
    DELETE FROM alerts WHERE kind IN ('expiring', 'stock_check') OR state = 'error';
    DELETE FROM alert_rules WHERE kind = 'expiring';
    ALTER TABLE alerts DROP COLUMN error;
    ALTER TABLE alert_rules DROP COLUMN within_days;
    DELETE FROM cursors WHERE channel = 'alerts';
  `);
}
