import { type Kysely, sql } from 'kysely';

/**
 * Audit row numbers ascend with time, so an index on time is redundant and costs every command a write. Notifications are
 * deleted by time. (Two owners' tables in one migration: a released migration is not split.)
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX audit_by_time`.execute(db);
  await sql`CREATE INDEX notifications_by_time ON notifications (created_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX notifications_by_time`.execute(db);
  await sql`CREATE INDEX audit_by_time ON audit (at)`.execute(db);
}
