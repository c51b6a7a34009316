import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestCache } from '../../../../tests/support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import { makeBatches } from '../../../../tests/support/make/event.ts';
import { SampleShop } from '../../../../tests/support/make/sample/shop.ts';
import type { StoreWriter } from '../store/types.ts';

let folder: TemporaryFolder;
let writer: StoreWriter;
let worker: Worker;

beforeEach(async () => {
  folder = temporaryFolder('reader');
  const file = join(folder.path, 'cache.db');
  writer = openTestCache(file).writer;
  worker = new Worker(new URL('./reader.ts', import.meta.url), { workerData: { file } });
  expect(await once(worker, 'message')).toEqual([{ kind: 'ready' }]);
});
afterEach(async () => {
  const ended = once(worker, 'exit');
  worker.postMessage('close');
  await ended;
  writer.close();
  folder.remove();
});

async function ask(id: number, name: string, input: unknown): Promise<unknown> {
  const answered = once(worker, 'message');
  worker.postMessage({ id, name, input, now: Date.now() });
  const [message] = await answered;
  return message;
}

it('answers by id, sees concurrent writes, and refuses unknown reads', async () => {
  const list = { after: null, limit: 5, customerId: null, itemId: null };
  expect(await ask(1, 'orders.list', list)).toMatchObject({
    kind: 'answer',
    id: 1,
    result: { ok: true, value: { rows: [] } },
  });
  for (const batch of makeBatches(new SampleShop(1).take(300), 100)) writer.apply(batch);
  const value = { asOf: { seq: writer.cursors().orders?.seq } };
  expect(await ask(2, 'orders.list', list)).toMatchObject({
    kind: 'answer',
    id: 2,
    result: { ok: true, value },
  });
  expect(await ask(3, 'settings.set', {})).toMatchObject({
    id: 3,
    result: { ok: false, error: { code: 'not_found' } },
  });
  expect(await ask(4, 'orders.list', { limit: 1e9 })).toMatchObject({
    id: 4,
    result: { ok: false, error: { code: 'invalid' } },
  });
  // An invalid message gets no answer and does not end the reader.
  worker.postMessage({ nonsense: true });
  expect(await ask(5, 'chat.counts', {})).toMatchObject({ id: 5, result: { ok: true } });
});
