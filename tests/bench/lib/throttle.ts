import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A proxy on the loopback interface that counts what the server sends and passes it on no faster than a rate. */
export interface Throttle {
  readonly url: string;
  /** Bytes that the server has sent. */
  bytes(): number;
  close(): Promise<void>;
}

/** Starts a proxy to a server. `bytesPerSecond` null does not slow it down. */
export async function throttle(target: string, bytesPerSecond: number | null): Promise<Throttle> {
  let bytes = 0;
  const sockets = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(Number(new URL(target).port), '127.0.0.1');
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        inner.destroy();
        outer.destroy();
      });
    }
    inner.pipe(outer);
    let free = performance.now();
    outer.on('data', (chunk) => {
      bytes += chunk.length;
      inner.write(chunk);
      if (bytesPerSecond === null) {
        if (inner.writableNeedDrain) {
          outer.pause();
          inner.once('drain', () => outer.resume());
        }
        return;
      }
      free = Math.max(free, performance.now()) + (chunk.length / bytesPerSecond) * 1000;
      const wait = free - performance.now();
      if (wait < 2) return;
      outer.pause();
      setTimeout(() => outer.resume(), wait);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    bytes: () => bytes,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
