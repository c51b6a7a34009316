import type { RawData, WebSocket } from 'ws';
import type { BridgeResult } from '#shared/bridge/index.ts';
import type { ServerMessage } from '#shared/bridge/wire.ts';
import { invalidFrom } from '#shared/protocol/issues.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ClientStream, RouterClient } from '../../rpc/client.ts';
import type { Router } from '../../rpc/router.ts';
import { Bucket, type Rate } from './rate.ts';
import { PageMessage } from './wire.ts';

/** Interval of heartbeats, ms. A page that does not answer one before the next is disconnected. */
const BEAT_MS = 5_000;
/** A page with more unread data than this is disconnected; it reconnects and reads again. */
const MAX_BUFFERED_BYTES = 32 * 1024 * 1024;
/** A page is disconnected after this many consecutive rate-limited messages. */
const MAX_OVERRUNS = 20_000;
const POLICY_VIOLATION = 1008;

/** The socket of a page and what it is connected to. */
export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly router: Router;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rate: Rate;
  readonly onEnd: () => void;
}

/** The WebSocket of one page: parses its messages and passes them to the router. */
export class BridgeConnection {
  readonly #options: ConnectionOptions;
  readonly #client: RouterClient;
  readonly #streams = new Map<number, ClientStream>();
  readonly #bucket: Bucket;
  #overruns = 0;
  #answered = true;
  #cancelBeat: () => void = () => {};
  #ended = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#client = options.router.connect();
    this.#bucket = new Bucket(options.rate, () => options.clock.monotonic());
    const { socket } = options;
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => {
      this.#answered = true;
    });
    socket.on('close', () => this.end());
    socket.on('error', () => this.end());
    this.#beat();
  }

  /** Closes the socket and everything the page has open. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelBeat();
    this.#client.dispose();
    this.#streams.clear();
    this.#options.socket.terminate();
    this.#options.onEnd();
  }

  #beat(): void {
    this.#cancelBeat = this.#options.clock.setTimeout(() => {
      if (!this.#answered) {
        this.end();
        return;
      }
      this.#answered = false;
      this.#options.socket.ping();
      this.#send({ t: 'beat' });
      this.#beat();
    }, BEAT_MS);
  }

  #send(message: ServerMessage): void {
    if (this.#ended) return;
    const { socket, logger } = this.#options;
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      logger.warn(
        { module: 'browser-host', client: this.#client.id },
        'a page does not read its messages and was disconnected',
      );
      this.end();
      return;
    }
    socket.send(JSON.stringify(message));
  }

  #problem(code: string, message: string, field?: string): void {
    this.#send({ t: 'problem', error: field === undefined ? { code, message } : { code, message, field } });
  }

  #parse(data: RawData, isBinary: boolean): PageMessage | null {
    if (isBinary) {
      this.#problem('invalid', 'The message must be text.', 'message');
      return null;
    }
    let value: unknown;
    try {
      value = JSON.parse(data.toString());
    } catch {
      this.#problem('invalid', 'The message is not JSON.', 'message');
      return null;
    }
    const parsed = PageMessage.safeParse(value);
    if (parsed.success) return parsed.data;
    const error = invalidFrom(parsed.error, 'message');
    this.#problem(error.code, error.message, error.field);
    return null;
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#ended) return;
    const allowed = this.#bucket.take();
    this.#overruns = allowed ? 0 : this.#overruns + 1;
    if (this.#overruns > MAX_OVERRUNS) {
      this.#options.socket.close(POLICY_VIOLATION, 'too many messages');
      this.end();
      return;
    }
    const message = this.#parse(data, isBinary);
    if (message === null) return;
    if (message.t === 'taken') this.#streams.get(message.id)?.taken();
    else if (message.t === 'close') this.#close(message.id);
    else if (!allowed) this.#refuse(message);
    else if (message.t === 'call') void this.#call(message.id, message.name, message.input);
    else this.#open(message.id, message.name, message.input);
  }

  #refuse({ t, id }: PageMessage): void {
    const error = { code: 'rate_limited', message: 'Too many messages.', retryAfterMs: 1_000 } as const;
    const result: BridgeResult<never> = { ok: false, error };
    this.#send(t === 'call' ? { t: 'result', id, result } : { t: 'item', id, item: result });
  }

  async #call(id: number, name: unknown, input: unknown): Promise<void> {
    const result = await this.#client.invoke(name, input);
    this.#send({ t: 'result', id, result });
  }

  #open(id: number, name: unknown, input: unknown): void {
    if (this.#streams.has(id)) {
      this.#problem('invalid', 'A stream with this id is already open.', 'id');
      return;
    }
    let ended = false;
    const stream = this.#client.openStream(name, input, (item) => {
      if (!item.ok) {
        ended = true;
        this.#streams.delete(id);
      }
      this.#send({ t: 'item', id, item });
    });
    if (stream !== null && !ended) this.#streams.set(id, stream);
  }

  #close(id: number): void {
    this.#streams.get(id)?.close();
    this.#streams.delete(id);
  }
}
