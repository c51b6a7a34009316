import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { ReaderData, type ReaderMessage, ReadRequest } from '../api/reader-port.ts';
import { logSlowQueries } from '../store/reader.ts';
import { answer } from './serve.ts';

const port = parentPort;
if (!port) throw new Error('The reader must run in a worker thread.');

const { file } = ReaderData.parse(workerData);
const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 2_000 });
db.pragma('cache_size = -16384');
db.pragma('temp_store = MEMORY');

const send = (message: ReaderMessage): void => port.postMessage(message);

send({ kind: 'ready' });
logSlowQueries(db, (query) => send({ kind: 'slow', ...query }));
port.on('message', (message: unknown) => {
  if (message === 'close') {
    db.close();
    port.close();
    return;
  }
  const request = ReadRequest.safeParse(message);
  if (!request.success) return;
  const { id, name, input, now } = request.data;
  const began = performance.now();
  const result = answer(db, name, input, now);
  send({ kind: 'answer', id, result, ms: performance.now() - began });
});
