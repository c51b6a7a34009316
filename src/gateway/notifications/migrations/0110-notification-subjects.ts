import { type Kysely, sql } from 'kysely';

/** A notification names what it is about instead of a page of the console; `subject` is `{ kind, id }` as JSON. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE notifications ADD COLUMN subject TEXT CHECK (subject IS NULL OR json_valid(subject))`.execute(
    db,
  );
  await sql`UPDATE notifications SET subject = json_object('kind', 'item', 'id', substr(link, 12))
    WHERE link LIKE '/inventory/%' AND link <> '/inventory/alerts'`.execute(db);
  await sql`ALTER TABLE notifications DROP COLUMN link`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE notifications ADD COLUMN link TEXT`.execute(db);
  await sql`UPDATE notifications SET link = '/inventory/' || (subject ->> 'id') WHERE subject ->> 'kind' = 'item'`.execute(
    db,
  );
  await sql`ALTER TABLE notifications DROP COLUMN subject`.execute(db);
}
