// Reads the stock of `tea` with what unsettled commands will add, again and again, until it is told to stop.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { attachOutbox } from '../../src/main/engine/store/outbox-file.ts';
import { answerRead } from '../../src/main/engine/threads/cache.ts';

const { file, stop } = z
  .object({ file: z.string(), stop: z.instanceof(SharedArrayBuffer) })
  .parse(workerData);
const stopped = new Int32Array(stop);
const db = new Database(file, { readonly: true });
attachOutbox(db);
const sums = new Map<number, number>();
const settled = new Set<number>();
parentPort?.postMessage('ready');
while (Atomics.load(stopped, 0) === 0) {
  const [level] = answerRead(db, 'inventory.item', { itemId: 'tea' }, 1).levels;
  const sum = (level?.onHand ?? 0) + (level?.pendingOnHand ?? 0);
  sums.set(sum, (sums.get(sum) ?? 0) + 1);
  settled.add(level?.onHand ?? 0);
}
db.close();
parentPort?.postMessage({ sums: Object.fromEntries(sums), states: settled.size });
