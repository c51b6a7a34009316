import type { Socket } from 'socket.io';

type Transport = Socket['conn'];

/**
 * With this much unread a connection is sent no more events: about what an honest client can have outstanding, eight batches.
 */
const FULL_BYTES = 2.5 * 1024 * 1024;
/** A connection that stays full for this long is ended. */
const UNREAD_MS = 15_000;
/** A connection with this much unread is ended at once: answers count too. */
const MAX_BYTES = 16 * 1024 * 1024;

interface Packet {
  readonly data?: unknown;
}

/**
 * Counts what a connection was sent and its client has not read. Acknowledgements do not tell: a client can acknowledge what
 * it never read. Engine.IO queues packets while the socket is busy, then hands them to it, and hears when the system has
 * taken the last of them.
 */
export class Backlog {
  readonly #conn: Transport;
  readonly #roomy: () => void;
  readonly #unreadMs: number;
  #queued = 0;
  #handed = 0;
  #wasFull = false;
  #fullSince: number | null = null;
  readonly #created = (packet: Packet): void => {
    this.#queued += sizeOf(packet.data);
    this.#wasFull ||= this.full;
  };
  readonly #flushed = (): void => {
    this.#handed += this.#queued;
    this.#queued = 0;
  };
  readonly #drained = (): void => {
    this.#handed = 0;
    if (!this.#wasFull || this.full) return;
    this.#wasFull = false;
    this.#roomy();
  };

  /** `roomy` is called when a full connection has room again. */
  constructor(conn: Transport, roomy: () => void, unreadMs = UNREAD_MS) {
    this.#conn = conn;
    this.#roomy = roomy;
    this.#unreadMs = unreadMs;
    conn.on('packetCreate', this.#created);
    conn.on('flush', this.#flushed);
    conn.transport.on('drain', this.#drained);
  }

  /** Bytes sent and not read, at most MAX_BYTES and one message. */
  get bytes(): number {
    return this.#queued + this.#handed;
  }

  /** Whether nothing more may be sent for now. */
  get full(): boolean {
    return this.bytes >= FULL_BYTES;
  }

  /** Whether the client has not read for so long, or so much, that its connection must end. `now` is monotonic, ms. */
  hopeless(now: number): boolean {
    if (!this.full) {
      this.#fullSince = null;
      return false;
    }
    this.#fullSince ??= now;
    return this.bytes >= MAX_BYTES || now - this.#fullSince >= this.#unreadMs;
  }

  /** Stops counting. */
  close(): void {
    this.#conn.off('packetCreate', this.#created);
    this.#conn.off('flush', this.#flushed);
    this.#conn.transport.off('drain', this.#drained);
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
