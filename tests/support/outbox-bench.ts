import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { onTestFinished } from 'vitest';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { PERMISSIONS, type Permission } from '#shared/protocol/permissions.ts';
import { OUTBOX_MIGRATIONS } from '../../src/main/engine/outbox/index.ts';
import { Outbox } from '../../src/main/engine/outbox/outbox.ts';
import { migrate } from '../../src/main/engine/store/migrate.ts';
import { EFFECTS } from '../../src/main/engine/threads/cache.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { silentLog } from './log.ts';

/** A command in flight, which the test answers. */
export interface Sent {
  readonly envelope: CommandEnvelope;
  readonly message: 'command' | 'withdraw';
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Opens an empty outbox file in memory, closed when the test ends. */
export function database(): Database.Database {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  migrate(db, OUTBOX_MIGRATIONS);
  return db;
}

/** Creates an outbox whose gateway, clock and cursors the test controls. */
export function bench(
  options: { db?: Database.Database; clock?: FakeClock; permissions?: readonly Permission[] } = {},
) {
  const db = options.db ?? database();
  const clock = options.clock ?? fakeClock();
  const sent: Sent[] = [];
  const refused: string[] = [];
  const topics: string[] = [];
  const cursors: Record<string, number> = { inventory: 0, chat: 0 };
  const outbox = new Outbox(
    {
      db,
      userId: 'u1',
      userName: 'Ada',
      permissions: options.permissions ?? PERMISSIONS,
      effects: EFFECTS,
      clock,
      time: clock,
      logger: silentLog,
      random: () => 0.5,
      defer: (run) => void setImmediate(run),
      send: (envelope, message) =>
        new Promise((resolve, reject) => sent.push({ envelope, message, resolve, reject })),
      cursorOf: (channel) => cursors[channel],
      unauthenticated() {},
    },
    {
      changed: (_ids, changed) => {
        for (const [topic, keys] of changed) for (const key of keys ?? ['*']) topics.push(`${topic}:${key}`);
      },
      refused: (entry) => refused.push(entry.id),
    },
  );
  const stateOf = (id: string): string | undefined => outbox.changes([id]).entries[0]?.state;
  return { db, clock, outbox, sent, refused, topics, cursors, stateOf };
}

/** Creates a command that adjusts stock. */
export const adjust = (itemId = 'i1', quantity = 1) => ({
  id: uuidv7(),
  type: 'inventory.adjust',
  data: { itemId, locationId: 'l1', change: { mode: 'delta', quantity }, reason: 'count', reference: null },
});
/** Creates a successful reply of the gateway. */
export const ok = (id: string, seq = 0) => ({ ok: true, id, seq, result: {} });
export const no = (id: string, error: Partial<ProtocolError>) => ({
  ok: false,
  id,
  error: { code: 'invalid', message: 'no', ...error },
});
