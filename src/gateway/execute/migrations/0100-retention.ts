import { type Kysely, sql } from 'kysely';

/**
 * The audit is numbered as time goes: an index by time says the same again, and costs every command a write. Notifications
 * are let go by time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX audit_by_time`.execute(db);
  await sql`CREATE INDEX notifications_by_time ON notifications (created_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX notifications_by_time`.execute(db);
  await sql`CREATE INDEX audit_by_time ON audit (at)`.execute(db);
}
