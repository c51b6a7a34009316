import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A proxy between a client and a server on the loopback interface. Connections can be cut, or stalled without closing.
 */
export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  /** Connections accepted while the proxy was silent. */
  readonly #unanswered = new Set<Socket>();
  #mode: 'pass' | 'cut' | 'silent' = 'pass';
  /** The number of accepted connections. */
  accepted = 0;

  static async to(target: number): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, target);
  }

  private constructor(server: Server, target: number) {
    this.#server = server;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.port = address.port;
    server.on('connection', (inner) => this.#join(inner, target));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Closes all connections and refuses new ones. */
  cut(): void {
    this.#mode = 'cut';
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    for (const socket of this.#unanswered) socket.destroy();
  }

  /** Forwards nothing and closes nothing, like a network whose router failed. */
  silence(): void {
    this.#mode = 'silent';
    for (const [inner, outer] of this.#pairs) {
      inner.unpipe(outer).resume();
      outer.unpipe(inner).resume();
    }
  }

  /** Forwards new connections again. */
  restore(): void {
    this.#mode = 'pass';
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(inner: Socket, target: number): void {
    this.accepted += 1;
    inner.on('error', () => undefined);
    if (this.#mode === 'cut') {
      inner.destroy();
      return;
    }
    if (this.#mode === 'silent') {
      this.#unanswered.add(inner);
      inner.on('close', () => this.#unanswered.delete(inner)).resume();
      return;
    }
    const outer = connect(target, '127.0.0.1');
    const pair = [inner, outer] as const;
    this.#pairs.add(pair);
    outer.on('error', () => undefined);
    const end = (): void => {
      this.#pairs.delete(pair);
      inner.destroy();
      outer.destroy();
    };
    inner.on('close', end);
    outer.on('close', end);
    inner.pipe(outer).pipe(inner);
  }
}
