import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { ReaderData, type ReaderMessage, ReadRequest } from '../api/reader-port.ts';
import { isDamage } from '../store/failures.ts';
import { attachOutbox } from '../store/outbox-file.ts';
import { logSlowQueries } from '../store/reader.ts';
import { checkTables } from './check.ts';
import { answer } from './serve.ts';

const port = parentPort;
if (!port) throw new Error('The reader must run in a worker thread.');

const { file, check } = ReaderData.parse(workerData);

const send = (message: ReaderMessage): void => port.postMessage(message);

function reportDamage(error: unknown): void {
  if (isDamage(error))
    send({ kind: 'damaged', detail: error instanceof Error ? error.message : String(error) });
}

function open(): Database.Database {
  try {
    const opened = new Database(file, { readonly: true, fileMustExist: true, timeout: 2_000 });
    opened.pragma('cache_size = -16384');
    opened.pragma('temp_store = MEMORY');
    attachOutbox(opened);
    return opened;
  } catch (error) {
    reportDamage(error);
    throw error;
  }
}

const db = open();

send({ kind: 'ready' });
logSlowQueries(db, (query) => send({ kind: 'slow', ...query }));

function close(): void {
  db.close();
  port?.close();
}

/** Checks one table per turn, so that a request to close is heard between two tables. */
function checkNext(tables: Generator<string | null>): void {
  if (!db.open) return;
  let next: IteratorResult<string | null>;
  try {
    next = tables.next();
  } catch (error) {
    // An error that is not damage (no memory, no access) says nothing about the file.
    reportDamage(error);
    send({ kind: 'checked' });
    close();
    return;
  }
  if (!next.done && next.value === null) {
    setImmediate(() => checkNext(tables));
    return;
  }
  if (!next.done && next.value !== null) send({ kind: 'damaged', detail: next.value });
  send({ kind: 'checked' });
  close();
}

port.on('message', (message: unknown) => {
  if (message === 'close') {
    close();
    return;
  }
  const request = ReadRequest.safeParse(message);
  if (!request.success) return;
  const { id, name, input, now } = request.data;
  const began = performance.now();
  const result = answer(db, name, input, now, reportDamage);
  send({ kind: 'answer', id, result, ms: performance.now() - began });
});
if (check) checkNext(checkTables(db));
