import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openSql } from '../../../src/gateway/db/open.ts';

/**
 * The floor of stock commands: transactions of just the rows that a command must write (its event, the level, the movement, the
 * reply, the audit), `group` commands in each, without any code around them. Returns commands a second.
 */
export function bareStock(dir: string, items: readonly string[], commands: number, group: number): number {
  const sql = openSql(join(dir, 'bare.db'));
  sql.raw.exec(`CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT, channel TEXT, type TEXT, at INTEGER, body TEXT); CREATE INDEX by_channel ON events (channel, seq);
    CREATE TABLE levels (item TEXT, location TEXT, on_hand INTEGER, PRIMARY KEY (item, location)) WITHOUT ROWID;
    CREATE TABLE movements (seq INTEGER, n INTEGER, item TEXT, location TEXT, delta INTEGER, after INTEGER, reason TEXT, at INTEGER, PRIMARY KEY (seq, n)) WITHOUT ROWID;
    CREATE TABLE replies (n INTEGER PRIMARY KEY, id TEXT UNIQUE, hash TEXT, reply TEXT, at INTEGER); CREATE TABLE audit (n INTEGER PRIMARY KEY, actor TEXT, type TEXT, command TEXT, code TEXT, seq INTEGER, at INTEGER);`);
  for (const id of items) sql.prepare('INSERT INTO levels VALUES (?, ?, ?)').run(id, 'main', 1000);
  const body = JSON.stringify({ filler: 'x'.repeat(560) });
  const write = (k: number): void => {
    const item = items[k % items.length];
    const id = uuidv7();
    sql.prepare('SELECT on_hand FROM levels WHERE item = ? AND location = ?').get(item, 'main');
    sql.prepare('UPDATE levels SET on_hand = on_hand + 1 WHERE item = ? AND location = ?').run(item, 'main');
    sql
      .prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)')
      .run(k + 1, id, 'inventory', 'inventory.stock_adjusted', k, body);
    sql
      .prepare('INSERT INTO movements VALUES (?, 0, ?, ?, 1, 1, ?, ?)')
      .run(k + 1, item, 'main', 'counted', k);
    sql
      .prepare('INSERT INTO replies (id, hash, reply, at) VALUES (?, ?, ?, ?)')
      .run(id, id + id, '{"ok":true}', k);
    sql
      .prepare('INSERT INTO audit (actor, type, command, code, seq, at) VALUES (?, ?, ?, ?, ?, ?)')
      .run('manager', 'inventory.adjust', id, 'ok', k, k);
  };
  const started = performance.now();
  for (let n = 0; n < commands; n += group)
    sql.raw.transaction(() => {
      for (let k = n; k < Math.min(commands, n + group); k += 1) write(k);
    })();
  const perSecond = (commands / (performance.now() - started)) * 1000;
  sql.close();
  return perSecond;
}
