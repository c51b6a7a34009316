import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrateTo } from '../../src/gateway/migrations.ts';
import { migrate } from '../../src/main/engine/store/migrate.ts';
import { CACHE_MIGRATIONS } from '../../src/main/engine/threads/cache.ts';
import { folderPerTest } from '../support/per-test.ts';

const NAME = 'card_4242_4242_4242_4242.png';
const MASKED = 'card_••••_••••_••••_4242.png';
const files = (name: string) => [{ id: 'f', name, mime: 'image/png', bytes: 1, width: null, height: null }];
const event = (name: string, body: string) => ({
  message: { id: 'm', conversationId: 'c', body, attachments: files(name) },
  progress: { lastMessagePreview: name },
});

const folder = folderPerTest('masked-names');

describe('the names of files that came before names were masked', () => {
  it('are masked at the gateway: in files, messages, last lines and the log', async () => {
    const path = `${folder.path}/gateway.db`;
    await migrateTo(path, '0540-room-exports');
    const before = new Database(path);
    before.exec(`
      INSERT INTO attachments (id, owner, name, bytes, sha256, mime, internal, created_at) VALUES ('f', 'o', '${NAME}', 1, 'h', 'image/png', 0, 0);
      INSERT INTO conversations (id, customer_id, customer_name, status, priority, labels, order_ids, created_at, last_message_at,
        last_message_preview, customer_delivered_seq, customer_read_seq)
        VALUES ('c', 'k', 'Kim', 'open', 'none', '[]', '[]', 0, 0, '${NAME}', 0, 0);
    `);
    const message = before.prepare(
      `INSERT INTO messages (seq, id, conversation_id, author, kind, body, attachments, at) VALUES (?, ?, 'c', '{}', 'image', '', ?, 0)`,
    );
    message.run(7, 'm', JSON.stringify(files(NAME)));
    message.run(8, 'plain', JSON.stringify(files('1234567890123456.png')));
    const log = before.prepare(
      `INSERT INTO events (seq, id, channel, type, at, body) VALUES (?, ?, 'chat', ?, 0, ?)`,
    );
    log.run(7, 'e7', 'chat.message_sent', JSON.stringify({ v: 1, data: event(NAME, '4242') }));
    log.run(9, 'e9', 'chat.read', JSON.stringify({ v: 1, data: { conversationId: 'c' } }));
    before.close();
    await migrateTo(path);
    const after = new Database(path, { readonly: true });
    const one = (text: string): unknown => after.prepare(text).pluck().get();
    expect(one('SELECT name FROM attachments')).toBe(MASKED);
    expect(one('SELECT attachments FROM messages WHERE seq = 7')).toBe(JSON.stringify(files(MASKED)));
    expect(one('SELECT attachments FROM messages WHERE seq = 8')).toContain('1234567890123456.png');
    expect(one('SELECT last_message_preview FROM conversations')).toBe(MASKED);
    expect(one('SELECT body FROM events WHERE seq = 7')).toBe(
      JSON.stringify({ v: 1, data: event(MASKED, '4242') }),
    );
    expect(one('SELECT count(*) FROM events')).toBe(2);
    after.close();
  });

  it('are masked in the cache of a console, which then finds them by their new words alone', () => {
    const db = new Database(':memory:');
    migrate(db, CACHE_MIGRATIONS, 541);
    const insert = (table: string, values: Record<string, unknown>): void => {
      const needed = (
        db.pragma(`table_info(${table})`) as {
          name: string;
          type: string;
          notnull: number;
          dflt_value: unknown;
        }[]
      ).filter(({ name, notnull, dflt_value }) => name in values || (notnull === 1 && dflt_value === null));
      db.prepare(
        `INSERT INTO ${table} (${needed.map(({ name }) => name).join()}) VALUES (${needed.map(() => '?').join()})`,
      ).run(...needed.map(({ name, type }) => values[name] ?? (type === 'TEXT' ? '[]' : 0)));
    };
    insert('conversations', { k: 1, id: 'c', last_message_preview: NAME });
    insert('messages', { seq: 7, id: 'm', conversation_k: 1, attachments: JSON.stringify(files(NAME)) });
    insert('events', { seq: 7, type: 'chat.message_sent', data: JSON.stringify(event(NAME, '')) });
    db.exec("DELETE FROM text_builds WHERE name = 'messages_fts'");
    migrate(db, CACHE_MIGRATIONS);
    const one = (text: string): unknown => db.prepare(text).pluck().get();
    expect(one('SELECT attachments FROM messages')).toBe(JSON.stringify(files(MASKED)));
    expect(one('SELECT last_message_preview FROM conversations')).toBe(MASKED);
    expect(one('SELECT data FROM events')).toBe(JSON.stringify(event(MASKED, '')));
    expect(one("SELECT below FROM text_builds WHERE name = 'messages_fts'")).toBe(8);
    db.close();
  });
});
