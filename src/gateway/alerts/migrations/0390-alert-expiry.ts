import { type Kysely, sql } from 'kysely';

/**
 * The days before an expiry in rules, why a rule could not be evaluated, and an index of the lot that expires first of each level.
 * An instance of a rule about lots that is `normal` is only a timer.
 */
const UP = [
  'ALTER TABLE alert_rules ADD COLUMN within_days INTEGER',
  'ALTER TABLE alerts ADD COLUMN error TEXT',
  'CREATE INDEX lots_first_out ON lots(item_id, location_id, expires_at) WHERE expires_at IS NOT NULL AND free > 0',
];
/** Older versions know neither these kinds nor instances that are only timers. */
const DOWN = [
  `DELETE FROM alert_instances WHERE item_id <> '' AND state = 'normal'`,
  `DELETE FROM alert_instances WHERE state = 'error' OR rule_id IN (SELECT id FROM alert_rules WHERE kind = 'expiring')`,
  `DELETE FROM alerts WHERE kind IN ('expiring', 'stock_check') OR state = 'error'`,
  `DELETE FROM alert_groups WHERE kind IN ('expiring', 'stock_check')`,
  `DELETE FROM alert_rules WHERE kind = 'expiring'`,
  'DROP INDEX lots_first_out',
  'ALTER TABLE alerts DROP COLUMN error',
  'ALTER TABLE alert_rules DROP COLUMN within_days',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
