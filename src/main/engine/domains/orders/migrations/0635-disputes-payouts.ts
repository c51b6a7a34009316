import type { Database } from 'better-sqlite3';

/**
 * What refunds were for, disputes and payouts, and the indexes of the list of payments. Deleting the cursor has the gateway send the
 * channel again: what there was no place for comes with that.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE payments ADD COLUMN lines TEXT NOT NULL DEFAULT '[]';
    CREATE INDEX payments_not_succeeded ON payments(at, k) WHERE status <> 'succeeded';
    CREATE INDEX payments_refunds ON payments(at, k) WHERE kind = 'refund';
    CREATE TABLE disputes (
      id TEXT PRIMARY KEY, payment_id TEXT NOT NULL, order_id TEXT NOT NULL, order_number TEXT NOT NULL, amount INTEGER NOT NULL,
      currency TEXT NOT NULL, reason TEXT NOT NULL, status TEXT NOT NULL, opened_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
      evidence TEXT, answered_at INTEGER, closed_at INTEGER, warned_hours INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX disputes_open ON disputes(due_at, id) WHERE closed_at IS NULL;
    CREATE INDEX disputes_closed ON disputes(opened_at, id) WHERE closed_at IS NOT NULL;
    CREATE INDEX disputes_by_order ON disputes(order_id, opened_at);
    CREATE TABLE payouts (
      id TEXT PRIMARY KEY, at INTEGER NOT NULL, currency TEXT NOT NULL, gross INTEGER NOT NULL, fees INTEGER NOT NULL,
      refunds INTEGER NOT NULL, disputes INTEGER NOT NULL, net INTEGER NOT NULL, status TEXT NOT NULL, arrives_at INTEGER NOT NULL,
      lines TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX payouts_by_time ON payouts(at, id);
    DELETE FROM cursors WHERE channel = 'payments';
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE payouts;
    DROP TABLE disputes;
    DROP INDEX payments_refunds;
    DROP INDEX payments_not_succeeded;
    ALTER TABLE payments DROP COLUMN lines;
    DELETE FROM history WHERE kind IN ('dispute', 'payout');
    DELETE FROM complete_records WHERE kind IN ('dispute', 'payout');
  `);
}
