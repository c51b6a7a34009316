import { createServer } from 'node:http';
import pino from 'pino';
import { Server } from 'socket.io';
import { LIVE_BATCH_EVENTS } from '#shared/protocol/messages.ts';
import { adminModule } from '../../../src/gateway/admin/index.ts';
import { loadConfig } from '../../../src/gateway/config.ts';
import { SYSTEM_PRINCIPAL } from '../../../src/gateway/execute/index.ts';
import { createGateway } from '../../../src/gateway/server.ts';
import { createUser } from '../../support/create-user.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { type EventDraft, makeEvent } from '../../support/make/event.ts';
import { makeUser } from '../../support/make/user.ts';
import { foundation, messageOnly, mixed } from './events.ts';

/**
 * The serving side of the fan-out benchmark, a process of its own: `gateway` appends events to its log and publishes
 * them, `bare` broadcasts the same batches from memory with nothing else around it. On the message `burst` the events are
 * committed at once and the clock runs from the commit: fan-out alone. On `sustained` the clock runs from before the
 * first append, with a durable commit for every batch.
 */
/** With a third argument, as many events follow the foundation. With a fourth, `messages`, all events are messages. */
const [mode, count, warmUp] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4] ?? 0)];
const eventAt = process.argv[5] === 'messages' ? messageOnly : mixed;
/** Ms on the clock that both processes share. */
const clock = (): number => performance.timeOrigin + performance.now();
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

async function gateway(): Promise<void> {
  const folder = temporaryFolder('fanout');
  const loaded = loadConfig({ QUAYSIDE_DATA_DIR: folder.path, WEBSOCKET_PORT: '0' });
  if (!loaded.ok) throw new Error(loaded.error.message);
  // No domain's tables but the users': what is measured is the log, permissions, batching and sending.
  const running = await createGateway({
    config: loaded.value,
    logger: pino({ level: 'silent' }),
    modules: [adminModule],
  });
  const { url } = await running.start();
  const user = makeUser({ id: 'manager', role: 'manager' });
  await createUser(running.executor, user, 'a long password');
  const grant = await running.auth.login('manager', 'a long password', {
    address: '127.0.0.1',
    device: '',
    deviceToken: null,
  });
  if (!grant.ok) throw new Error(grant.error.message);
  process.send?.({
    url,
    token: grant.value.accessToken,
    cursor: { seq: running.log.head(), id: running.log.idAt(running.log.head()) },
  });
  const append = async (from: number, to: number): Promise<void> => {
    const at = Date.now();
    await running.executor.run(SYSTEM_PRINCIPAL, at, (context) => {
      for (let n = from; n < Math.min(count, to); n += 1) {
        const draft: EventDraft = eventAt(n, at);
        context.emit(draft.type, draft.data);
      }
    });
  };
  process.on('message', async (message) => {
    if (message === 'foundation') {
      const at = Date.now();
      await running.executor.run(SYSTEM_PRINCIPAL, at, (context) => {
        for (const draft of foundation(at)) context.emit(draft.type, draft.data);
        for (let n = count; n < count + warmUp; n += 1) {
          const draft: EventDraft = eventAt(n, at);
          context.emit(draft.type, draft.data);
        }
      });
      process.send?.({ started: clock() });
    }
    if (message === 'burst') {
      // One commit of everything: from here on there is only reading the log, grouping, encoding and sending.
      await append(0, count);
      process.send?.({ started: clock() });
    }
    if (message === 'sustained') {
      process.send?.({ started: clock() });
      for (let n = 0; n < count; n += LIVE_BATCH_EVENTS) {
        await append(n, n + LIVE_BATCH_EVENTS);
        await turn();
      }
    }
    if (message === 'end') {
      await running.dispose();
      folder.remove();
      process.exit(0);
    }
  });
}

async function bare(): Promise<void> {
  const http = createServer();
  const io = new Server(http, { path: '/ws', transports: ['websocket'], perMessageDeflate: false });
  const batches: unknown[] = [];
  for (let n = 0; n < count; n += LIVE_BATCH_EVENTS) {
    const at = Date.now();
    const events = Array.from({ length: Math.min(LIVE_BATCH_EVENTS, count - n) }, (_, k) => {
      const { type, data } = eventAt(n + k, at);
      return makeEvent(type, data, { seq: n + k + 1, at });
    });
    batches.push({ batch: batches.length + 1, mode: 'live', after: {}, events });
  }
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.send?.({ url: `http://127.0.0.1:${address.port}`, token: '', cursor: null });
  process.on('message', async (message) => {
    if (message === 'burst' || message === 'sustained') {
      process.send?.({ started: clock() });
      for (const batch of batches) {
        io.emit('events', batch);
        await turn();
      }
    }
    if (message === 'end') {
      await io.close();
      process.exit(0);
    }
  });
}

process.on('disconnect', () => process.exit(1));
await (mode === 'bare' ? bare() : gateway());
