import type { Database } from 'better-sqlite3';

/**
 * Stores notifications in columns, as their row declares, instead of JSON. A path to a record becomes a subject.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE notifications RENAME TO old_notifications;
    CREATE TABLE notifications (
      id TEXT NOT NULL PRIMARY KEY, category TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, subject TEXT,
      created_at INTEGER NOT NULL, read_at INTEGER, dismissed_at INTEGER
    ) STRICT;
    INSERT INTO notifications SELECT id, doc ->> 'category', doc ->> 'title', doc ->> 'body',
      iif(doc ->> 'link' LIKE '/inventory/%' AND doc ->> 'link' <> '/inventory/alerts',
        json_object('kind', 'item', 'id', substr(doc ->> 'link', 12)), nullif(doc -> 'subject', 'null')),
      created_at, doc ->> 'readAt', doc ->> 'dismissedAt' FROM old_notifications;
    DROP TABLE old_notifications;
    CREATE INDEX notifications_by_time ON notifications(created_at);
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP INDEX notifications_by_time;
    ALTER TABLE notifications RENAME TO new_notifications;
    CREATE TABLE notifications (id TEXT NOT NULL PRIMARY KEY, created_at INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;
    INSERT INTO notifications SELECT id, created_at, json_object('id', id, 'category', category, 'title', title, 'body', body,
      'subject', json(subject), 'createdAt', created_at, 'readAt', read_at, 'dismissedAt', dismissed_at) FROM new_notifications;
    DROP TABLE new_notifications;
  `);
}
