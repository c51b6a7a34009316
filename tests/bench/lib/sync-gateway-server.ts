import { createServer } from 'node:http';
import pino from 'pino';
import { Server } from 'socket.io';
import { z } from 'zod';
import { loadConfig } from '../../../src/gateway/config.ts';
import { openSql } from '../../../src/gateway/db/open.ts';
import { createGateway } from '../../../src/gateway/server.ts';
import { createUser } from '../../support/create-user.ts';
import { makeUser } from '../../support/make/user.ts';
import { buildLargeGateway } from './large-gateway.ts';
import { watchLoop } from './loops.ts';

/**
 * The serving side of the sync benchmark, a process of its own: `build` makes the database, `gateway` serves it, `bare` reads
 * the rows of the window with bare statements and sends them over bare Socket.IO.
 */
const [mode, dataDir, scale] = process.argv.slice(2);
const path = `${dataDir}/gateway.db`;
const DAY_MS = 86_400_000;

async function build(): Promise<void> {
  const Scale = z.object({ messages: z.number(), movements: z.number(), orders: z.number() });
  await buildLargeGateway(path, Scale.parse(JSON.parse(scale ?? '')), Date.now());
  process.send?.({ built: true });
  process.disconnect();
}

async function gateway(): Promise<void> {
  const loaded = loadConfig({ QUAYSIDE_DATA_DIR: dataDir, WEBSOCKET_PORT: '0' });
  if (!loaded.ok) throw new Error(loaded.error.message);
  const running = await createGateway({ config: loaded.value, logger: pino({ level: 'silent' }) });
  const { url } = await running.start();
  const username = `manager-${process.pid}`;
  const user = makeUser({ id: username, username, role: 'manager' });
  await createUser(running.executor, user, 'a long password');
  const grant = await running.auth.login(username, 'a long password', {
    address: '127.0.0.1',
    device: '',
    deviceToken: null,
  });
  if (!grant.ok) throw new Error(grant.error.message);
  const idle = process.cpuUsage();
  const idleCpu = (idle.user + idle.system) / 1000;
  const loop = watchLoop();
  let rss = process.memoryUsage.rss();
  setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 20).unref();
  process.send?.({ url, token: grant.value.accessToken, userId: username, rssMb: rss / 1048576 });
  process.on('message', async (message) => {
    if (message !== 'end') return;
    const { user: cpu, system } = process.cpuUsage();
    process.send?.({ loop: loop(), rssMb: rss / 1048576, cpuMs: (cpu + system) / 1000 - idleCpu });
    await running.dispose();
    process.exit(0);
  });
}

async function bare(): Promise<void> {
  const sql = openSql(path, { readonly: true });
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  const month = Date.now() - 30 * DAY_MS;
  const figures = Date.now() - 62 * DAY_MS;
  const queries: [string, number][] = [
    ['SELECT * FROM items', 0],
    ['SELECT * FROM levels', 0],
    ["SELECT * FROM conversations WHERE status <> 'resolved' OR last_message_at >= ?", month],
    ['SELECT * FROM messages WHERE at >= ?', month],
    ['SELECT * FROM orders WHERE placed_at >= ?', figures],
    ['SELECT * FROM payments WHERE at >= ?', figures],
    [
      'SELECT m.*, l.item_id, l.location_id FROM movements m JOIN levels l ON l.id = m.level_id WHERE m.at >= ?',
      month,
    ],
  ];
  io.on('connection', async (socket) => {
    let rows = 0;
    for (const [text, since] of queries) {
      let page: unknown[] = [];
      for (const row of sql.raw.prepare(text).iterate(...(text.includes('?') ? [since] : []))) {
        page.push(row);
        rows += 1;
        if (page.length === 200) {
          await socket.emitWithAck('page', page);
          page = [];
        }
      }
      await socket.emitWithAck('page', page);
    }
    socket.emit('done', rows);
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.send?.({ url: `http://127.0.0.1:${address.port}`, token: '', userId: '', rssMb: 0 });
  process.on('message', () => process.exit(0));
}

process.on('disconnect', () => process.exit(mode === 'build' ? 0 : 1));
await (mode === 'build' ? build() : mode === 'bare' ? bare() : gateway());
