import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { EngineAccount } from '../../src/main/engine/api/engine.ts';
import type { WorkerFactory } from '../../src/main/ports.ts';
import { TestEngine } from '../support/engine.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { testWorkers } from '../support/workers.ts';

/** Keeps hold of the workers, so that a test can end them. */
function heldWorkers(): WorkerFactory & { engines: Worker[]; readers: Worker[] } {
  const engines: Worker[] = [];
  const readers: Worker[] = [];
  const keep = (list: Worker[], worker: Worker): Worker => {
    list.push(worker);
    return worker;
  };
  return {
    engines,
    readers,
    engine: (data) => keep(engines, testWorkers.engine(data)),
    reader: (data) => keep(readers, testWorkers.reader(data)),
  };
}

const ACCOUNT: EngineAccount = {
  // Nothing listens there: the engine works offline.
  server: 'http://127.0.0.1:9',
  userId: uuidv7(),
  userName: 'Ada',
  permissions: PERMISSIONS,
  accessToken: 'token',
};

const message = (body = 'Hello') => ({
  id: uuidv7(),
  type: 'chat.send_message',
  data: { conversationId: 'c1', messageId: uuidv7(), kind: 'text', body },
});

const value = <T>(result: BridgeResult<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

let folder: TemporaryFolder;
let workers: ReturnType<typeof heldWorkers>;
let test: TestEngine;

beforeEach(() => {
  folder = temporaryFolder('engine');
  workers = heldWorkers();
  test = new TestEngine({ dir: folder.path, workers });
});

afterEach(async () => {
  await test.dispose();
  folder.remove();
});

describe('the engine without a gateway', () => {
  it('refuses everything before an account is open, and starts no thread for it', async () => {
    expect(await test.engine.submit(message())).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(await test.engine.read('commands.outbox', {})).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    expect(test.engine.status().state).toBe('offline');
    expect(workers.engines).toHaveLength(0);
  });

  it('takes commands and drafts, answers reads, and goes on trying', async () => {
    value(await test.engine.open(ACCOUNT, { realtime: true }));
    const command = message();
    value(await test.engine.submit(command));
    expect(value(await test.engine.read('commands.outbox', {})).entries).toMatchObject([
      { id: command.id, state: 'queued' },
    ]);
    const typed = { type: 'orders.note', key: 'o1' } as const;
    const form = { data: { orderId: 'o1', body: 'Called' }, fields: { body: 'Called' } };
    value(await test.engine.saveForm({ ...typed, form }));
    expect(value(await test.engine.read('forms.form', typed))).toEqual({ fields: { body: 'Called' } });
    value(await test.engine.saveDraft({ conversationId: 'c1', body: 'Dear' }));
    expect(value(await test.engine.read('chat.draft', { conversationId: 'c1' }))).toEqual({ body: 'Dear' });
    await test.until('two attempts', () => test.engine.status().attempt >= 2);
    expect(test.engine.status().detail).toContain('lost');
    expect(value(await test.engine.diagnostics())).toMatchObject({ outboxPending: 1, quarantined: null });
    expect(test.engine.status().server).toBe(ACCOUNT.server);
  });

  it('answers what it cannot read with a code, and lives on', async () => {
    value(await test.engine.open(ACCOUNT, { realtime: false }));
    test.watch('live.figures', { window: 'nonsense' });
    expect(await test.engine.read('inventory.list', { limit: -1 } as never)).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    expect((await test.engine.diagnostics()).ok).toBe(true);
    expect(workers.engines).toHaveLength(1);
  });

  it('reads watched figures on reader threads, once for all watches of a window', async () => {
    const windows = ['1h', '24h', '7d', '30d'] as const;
    const asked: unknown[] = [];
    const spawn = workers.reader;
    Object.assign(workers, {
      reader: (data: unknown) => {
        const reader = spawn(data);
        const post = reader.postMessage.bind(reader);
        reader.postMessage = (message: unknown) => {
          asked.push(message);
          post(message);
        };
        return reader;
      },
    });
    value(await test.engine.open(ACCOUNT, { realtime: false }));
    const items = [...windows, ...windows].map((window) => test.watch('live.figures', { window }));
    await test.until('an item for every watch', () => items.every((some) => some.length > 0));
    expect(asked).toMatchObject(windows.map((window) => ({ name: 'live.figures', input: { window } })));
    expect(items.map((some) => some[0]?.window)).toEqual([...windows, ...windows]);
  });

  it('keeps one user’s cache from another', async () => {
    value(await test.engine.open(ACCOUNT, { realtime: false }));
    value(await test.engine.submit(message()));
    const form = { data: { orderId: 'o1' }, fields: { body: 'Called' } };
    value(await test.engine.saveForm({ type: 'orders.note', key: 'o1', form }));
    value(await test.engine.open({ ...ACCOUNT, userId: uuidv7() }, { realtime: false }));
    expect(value(await test.engine.read('commands.outbox', {})).entries).toEqual([]);
    expect(value(await test.engine.read('forms.list', {})).forms).toEqual([]);
    value(await test.engine.open(ACCOUNT, { realtime: false }));
    expect(value(await test.engine.read('commands.outbox', {})).entries).toHaveLength(1);
    expect(value(await test.engine.read('forms.list', {})).forms).toHaveLength(1);
  });

  it('says why a cache cannot be opened', async () => {
    const broken = join(folder.path, 'file');
    writeFileSync(broken, 'not a folder');
    const engine = new TestEngine({ dir: broken });
    try {
      expect((await engine.engine.open(ACCOUNT, { realtime: false })).ok).toBe(false);
    } finally {
      await engine.dispose();
    }
  });
});

describe('a thread that ends by itself', () => {
  it('is replaced, with the account, the watches and what was kept', async () => {
    const status = test.watch('connection.status');
    const outbox = test.watch('outbox.changes');
    value(await test.engine.open(ACCOUNT, { realtime: false }));
    value(await test.engine.submit(message('one')));
    await test.until('a status', () => status.at(-1)?.state === 'paused');
    // Ended first: a thread that is ending takes no message, while a request sent before could still be answered.
    void workers.engines[0]?.terminate();
    expect(await test.engine.diagnostics()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await test.until('offline', () =>
      status.some(({ state, detail }) => state === 'offline' && (detail ?? '').includes('restarting')),
    );
    expect(await test.engine.submit(message('lost'))).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    await test.until(
      'paused again',
      () => status.at(-1)?.state === 'paused' && test.engine.status().state === 'paused',
    );
    expect(workers.engines).toHaveLength(2);
    value(await test.engine.submit(message('two')));
    await test.until('both commands', () => outbox.at(-1)?.pending === 2);
    expect(value(await test.engine.read('commands.outbox', {})).entries).toHaveLength(2);
  });

  it('is replaced where it was a reader, and its read answered', async () => {
    value(await test.engine.open(ACCOUNT, { realtime: false }));
    // One for each reader, so that both have opened the cache: a thread must not be ended while it loads SQLite.
    await Promise.all([0, 1].map(async () => value(await test.engine.read('commands.outbox', {}))));
    expect(workers.readers).toHaveLength(2);
    await Promise.all(workers.readers.map((reader) => reader.terminate()));
    await test.until('a read', async () => (await test.engine.read('commands.outbox', {})).ok);
    expect(workers.readers).toHaveLength(4);
  });
});

describe('dispose', () => {
  let server: Server;

  /** Accepts and says nothing: a link that is opening when the engine is disposed. */
  beforeEach(async () => {
    server = createServer((socket) => {
      socket.on('error', () => {});
      socket.resume();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

  it('leaves no thread, no timer and no socket', async () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const before = process.getActiveResourcesInfo().toSorted();
    test.watch('connection.status');
    test.watch('changes.notices');
    value(await test.engine.open({ ...ACCOUNT, server: `http://127.0.0.1:${port}` }, { realtime: true }));
    const reads = [1, 2, 3, 4].map(() => test.engine.read('commands.outbox', {}));
    const exited = [...workers.engines, ...workers.readers].map(
      (worker) => new Promise((resolve) => worker.once('exit', resolve)),
    );
    await test.engine.dispose();
    await Promise.all(exited);
    expect(
      (await Promise.all(reads)).every((result) => result.ok || result.error.code === 'unavailable'),
    ).toBe(true);
    await new Promise<void>((resolve) =>
      server.getConnections((_, n) => (n === 0 ? resolve() : setTimeout(resolve, 500))),
    );
    await test.until('no handle', () => {
      const now = process.getActiveResourcesInfo().filter((name) => name !== 'Timeout');
      return now.toSorted().join() === before.filter((name) => name !== 'Timeout').join();
    });
    expect(await test.engine.open(ACCOUNT, { realtime: true })).toMatchObject({ ok: false });
    await test.engine.dispose();
  });
});
