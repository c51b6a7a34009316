import { io, type Socket } from 'socket.io-client';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { Reply } from '#shared/protocol/envelope.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { makeCommand } from './make/command.ts';

/** One message from a gateway. */
export interface Received {
  readonly name: string;
  readonly body: unknown;
}

/** A socket that records all messages. Acknowledges batches, unless that is switched off. */
export class TestClient {
  readonly socket: Socket;
  readonly received: Received[] = [];
  acknowledges = true;
  readonly #waiting = new Set<() => void>();

  constructor(url: string, auth: Record<string, unknown>) {
    this.socket = io(url, {
      path: '/ws',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth,
    });
    const take = (name: string, body: unknown): void => {
      this.received.push({ name, body });
      if (this.acknowledges && typeof body === 'object' && body !== null && 'batch' in body)
        this.socket.emit('ack', { batch: body.batch });
      for (const check of [...this.#waiting]) check();
    };
    this.socket.onAny((name: string, body: unknown) => take(name, body));
    this.socket.on('connect_error', (error) =>
      take('connect_error', 'data' in error ? error.data : error.message),
    );
    this.socket.on('disconnect', (reason) => take('disconnect', reason));
  }

  /** Resolves when the received messages meet a condition; rejects after `ms`. */
  until(condition: (received: readonly Received[]) => boolean, ms = 8000): Promise<void> {
    if (condition(this.received)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!condition(this.received)) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(`Timed out. Last messages: ${JSON.stringify(this.received.slice(-5)).slice(0, 800)}`),
        );
      }, ms);
      this.#waiting.add(check);
    });
  }

  /** Resolves when a message of this name has been received. */
  untilReceived(name: string, ms?: number): Promise<void> {
    return this.until((received) => received.some((message) => message.name === name), ms);
  }

  /** Sends a command unchanged. Resolves with the gateway's reply. */
  async submit(envelope: unknown, ms = 20_000): Promise<Reply> {
    return Reply.parse(await this.socket.timeout(ms).emitWithAck('command', envelope));
  }

  /** Sends a command under a new id. Resolves with the gateway's reply. */
  command<T extends CommandType>(type: T, data: CommandData<T>): Promise<Reply> {
    return this.submit(makeCommand(type, data));
  }

  named<T = Record<string, unknown>>(name: string): T[] {
    return this.received.flatMap((r) => (r.name === name ? [r.body as T] : []));
  }

  /** Returns the sequence numbers of a channel's events, in the order received. */
  seqs(channel: string): number[] {
    return this.named<{ events: { seq: number; channel: string }[] }>('events').flatMap((m) =>
      m.events.flatMap((e) => (e.channel === channel ? [e.seq] : [])),
    );
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** Returns the `auth` of a valid handshake. */
export function handshake(
  token: string,
  cursors: Record<string, { seq: number; id: string | null }> = {},
): Record<string, unknown> {
  return {
    token,
    protocol: PROTOCOL_VERSION,
    client: { name: 'test', version: '1', deviceId: 'test' },
    cursors,
  };
}
