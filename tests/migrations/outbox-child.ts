// Opens a cache from before commands and drafts had a file of their own, and is killed at one point of their move.

import Database from 'better-sqlite3';
import { OUTBOX_MIGRATIONS } from '../../src/main/engine/outbox/index.ts';
import { openStore } from '../../src/main/engine/store/open.ts';
import { CACHE_MIGRATIONS, CACHE_SCHEMA } from '../../src/main/engine/threads/cache.ts';

const [file = '', point] = process.argv.slice(2);
const die = (): void => void process.kill(process.pid, 'SIGKILL');

if (point === 'copied') {
  // The first statement after the commit to the outbox file is the one that deletes from the cache.
  const exec = Database.prototype.exec;
  Database.prototype.exec = function (this: Database.Database, text: string) {
    if (text.startsWith('DELETE FROM outbox')) die();
    return exec.call(this, text);
  };
}
openStore(
  { file, userId: 'u', now: () => 1 },
  {
    ...CACHE_SCHEMA,
    outboxMigrations: OUTBOX_MIGRATIONS.map((m) => (point === 'created' ? { ...m, up: die } : m)),
    migrations: CACHE_MIGRATIONS.map((m) =>
      point === 'deleted' && m.version === 160 ? { ...m, up: die } : m,
    ),
  },
);
