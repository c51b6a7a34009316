import { createServer } from 'node:http';
import { Server } from 'socket.io';

/** The floor of the benchmark of messages, a process of its own: passes each message on to all clients and stores nothing. */
const http = createServer();
const io = new Server(http, { path: '/ws', transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => {
  socket.on('message', (message: unknown) => io.emit('message', message));
});
await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
const address = http.address();
if (address === null || typeof address === 'string') throw new Error('no port');
process.send?.({ url: `http://127.0.0.1:${address.port}` });
process.on('message', async () => {
  await io.close();
  process.exit(0);
});
process.on('disconnect', () => process.exit(1));
