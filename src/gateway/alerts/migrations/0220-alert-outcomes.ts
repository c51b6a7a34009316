import { type Kysely, sql } from 'kysely';

/**
 * Adds the value at raising and why an alert was resolved. For open alerts the value at raising is their value; for
 * resolved ones it was overwritten. Alerts of low stock beside one that the stock is out are due at once, so that the first
 * sweep resolves them.
 */
const UP = [
  'ALTER TABLE alerts ADD COLUMN raised_value REAL',
  'ALTER TABLE alerts ADD COLUMN outcome TEXT',
  'UPDATE alerts SET raised_value = value WHERE resolved_at IS NULL',
  `UPDATE alert_instances SET due_at = 0 WHERE alert_id IS NOT NULL
    AND rule_id IN (SELECT id FROM alert_rules WHERE kind = 'low_stock')
    AND EXISTS (
      SELECT 1 FROM alert_instances o JOIN alert_rules r ON r.id = o.rule_id AND r.kind = 'out_of_stock'
      WHERE o.item_id = alert_instances.item_id AND o.location_id = alert_instances.location_id AND o.alert_id IS NOT NULL
    )`,
];
const DOWN = ['ALTER TABLE alerts DROP COLUMN outcome', 'ALTER TABLE alerts DROP COLUMN raised_value'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
