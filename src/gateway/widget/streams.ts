import type { ServerResponse } from 'node:http';
import { listMessagesForCustomer, markDelivered, redactedUpTo } from '../chat/index.ts';
import type { CommandContext, RouteDependencies } from '../kernel.ts';
import { frame, isForeign, type Position, positionText } from '../sse.ts';
import { lookOf } from './body.ts';
import { Places } from './places.ts';
import { Receipts } from './receipts.ts';
import type { Visitor } from './visitor.ts';

/** The maximum number of open streams, in total and per conversation. */
const MAX_STREAMS = 1000;
const MAX_PER_CONVERSATION = 4;
/** The number of messages read at a time; each has at most 10,000 characters. */
const PAGE = 25;
/** The removed messages that a page is told about: the newest ones. */
const REMOVED = 200;
/** Events read at a time after a commit, and their size, bytes. */
const EVENTS = { maxEvents: 500, maxBytes: 1024 * 1024 };
/** The interval of heartbeats, ms. They keep proxies from closing an idle stream, and both ends learn of a broken one. */
export const HEARTBEAT_MS = 15_000;

/** One open page of a visitor. */
interface Stream {
  readonly visitor: Visitor;
  readonly response: ServerResponse;
  sentSeq: number;
  /** Whether messages that the page shows may have been removed since it was told. */
  removed: boolean;
  scheduled: boolean;
  /** Whether the page is being told anew all that there is, and not yet that this is all. */
  again: boolean;
}

/** What streams need. */
export interface StreamDependencies extends Pick<RouteDependencies, 'sql' | 'log' | 'onSignal'> {
  /** Runs work in a transaction as the visitor. */
  asCustomer(visitor: Visitor, work: (context: CommandContext) => void): Promise<void>;
  /** Receives the errors of streams; a stream whose read fails is ended, and its page opens another. */
  onError(error: unknown): void;
}

const CHAT: ReadonlySet<'chat'> = new Set(['chat']);

/**
 * The visitors' event streams. A stream always reads the database from the page's last sequence number, so new, slow and
 * resumed streams are handled alike. It needs no queue: while its socket is full, it reads nothing.
 */
export class Streams {
  readonly #deps: StreamDependencies;
  readonly #places: Places;
  readonly #receipts: Receipts;
  readonly #open = new Map<string, Set<Stream>>();
  #count = 0;
  #cursor = 0;
  #stops: (() => void)[] = [];

  constructor(deps: StreamDependencies) {
    this.#deps = deps;
    this.#places = new Places(deps.sql, () => this.#pages(), deps.onError);
    this.#receipts = new Receipts(deps.sql);
  }

  /** The number of open streams. */
  get size(): number {
    return this.#count;
  }

  /** Returns whether another page of a conversation can open a stream. */
  hasRoom(conversationId: string): boolean {
    return this.#count < MAX_STREAMS && (this.#open.get(conversationId)?.size ?? 0) < MAX_PER_CONVERSATION;
  }

  /**
   * Takes over a response whose headers were sent. Sends the messages after a position, then new ones. A page whose position is not
   * in the log, because the gateway was restored from a backup, is told `restart`, all messages, and `current`.
   */
  add(visitor: Visitor, response: ServerResponse, after: Position | null): void {
    if (this.#count === 0) this.#wake();
    const again = after !== null && isForeign(this.#deps.log, after);
    const sentSeq = again ? 0 : (after?.seq ?? 0);
    const stream: Stream = { visitor, response, sentSeq, removed: sentSeq > 0, scheduled: false, again };
    if (again) response.write(frame('restart', '{}'));
    const list = this.#open.get(visitor.conversationId) ?? new Set();
    list.add(stream);
    this.#open.set(visitor.conversationId, list);
    this.#count += 1;
    response.on('error', this.#deps.onError);
    response.on('drain', () => this.#schedule(stream));
    response.on('close', () => this.#remove(stream));
    this.#schedule(stream);
    this.#places.tell({ conversationId: visitor.conversationId, response });
  }

  *#pages(): Iterable<{ conversationId: string; response: ServerResponse }> {
    for (const [conversationId, list] of this.#open)
      for (const { response } of list) yield { conversationId, response };
  }

  /** Ends all streams. */
  dispose(): void {
    for (const list of [...this.#open.values()]) for (const stream of [...list]) stream.response.end();
    this.#open.clear();
    this.#count = 0;
    this.#sleep();
  }

  #remove(stream: Stream): void {
    const list = this.#open.get(stream.visitor.conversationId);
    if (!list?.delete(stream)) return;
    if (list.size === 0) this.#open.delete(stream.visitor.conversationId);
    this.#count -= 1;
    if (this.#count === 0) this.#sleep();
  }

  #wake(): void {
    const { log, onSignal } = this.#deps;
    this.#cursor = log.head();
    const heartbeat = setInterval(() => this.#heartbeat(), HEARTBEAT_MS);
    this.#stops = [
      () => clearInterval(heartbeat),
      log.onCommit(() => this.#committed()),
      onSignal((signal) => {
        if (signal.type === 'typing' && signal.who === 'user')
          this.#typing(signal.conversationId, signal.name);
      }),
    ];
  }

  #sleep(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#places.dispose();
  }

  #committed(): void {
    for (;;) {
      const page = this.#deps.log.readAfter(this.#cursor, CHAT, EVENTS);
      this.#cursor = page.upTo;
      this.#places.committed(page.events);
      for (const event of page.events) {
        if (event.type === 'chat.clocks_changed' || event.type === 'chat.rated')
          this.#changed(event.data.conversationId);
        if (event.type === 'chat.message_redacted') this.#removed(event.data.conversationId);
        const changed = Receipts.changedBy(event);
        if (changed !== null) this.#scheduleAll(changed);
        if (event.type === 'chat.message_sent') this.#scheduleAll(event.data.message.conversationId);
      }
      if (page.upTo >= this.#deps.log.head()) return;
    }
  }

  #scheduleAll(conversationId: string): void {
    for (const stream of this.#open.get(conversationId) ?? []) this.#schedule(stream);
  }

  /** Schedules a read of a stream, after the commit's other listeners. Several commits share one read. */
  #schedule(stream: Stream): void {
    if (stream.scheduled) return;
    stream.scheduled = true;
    setImmediate(() => {
      stream.scheduled = false;
      try {
        this.#pump(stream);
      } catch (error) {
        this.#deps.onError(error);
        stream.response.end();
      }
    });
  }

  #pump(stream: Stream): void {
    const { visitor, response } = stream;
    if (!this.#open.get(visitor.conversationId)?.has(stream) || response.writableNeedDrain) return;
    if (stream.removed) this.#tellRemoved(stream);
    const messages = listMessagesForCustomer(this.#deps.sql, visitor.conversationId, stream.sentSeq, PAGE);
    let received = 0;
    for (const { id, author, body, attachments, masked, at, seq, redacted } of messages) {
      const from = author.kind === 'customer' ? 'customer' : 'team';
      const removed = redacted !== null;
      const message = {
        id,
        from,
        name: author.name,
        body,
        ...lookOf(body),
        attachments,
        masked,
        at,
        seq,
        removed,
      };
      response.write(frame('message', JSON.stringify(message), positionText(this.#deps.log, seq)));
      stream.sentSeq = seq;
      if (from === 'team') received = seq;
    }
    if (received > 0) this.#recordDelivery(visitor, received);
    if (messages.length === PAGE) {
      this.#schedule(stream);
      return;
    }
    if (stream.again) response.write(frame('current', '{}'));
    stream.again = false;
    this.#receipts.tell(visitor.conversationId, response);
  }

  /** Has the pages of a conversation told which messages were removed, also those that are slow now. */
  #removed(conversationId: string): void {
    for (const stream of this.#open.get(conversationId) ?? []) {
      stream.removed = true;
      this.#schedule(stream);
    }
  }

  #tellRemoved(stream: Stream): void {
    const { visitor, response, sentSeq } = stream;
    stream.removed = false;
    const ids = redactedUpTo(this.#deps.sql, visitor.conversationId, sentSeq, REMOVED);
    if (ids.length > 0) response.write(frame('removed', JSON.stringify({ ids })));
  }

  /** Records what was sent. Where that fails, the next message or the reader's receipt records it. */
  #recordDelivery(visitor: Visitor, upToSeq: number): void {
    const { asCustomer, onError } = this.#deps;
    asCustomer(visitor, (context) => markDelivered(context, visitor.conversationId, upToSeq)).catch(onError);
  }

  /** Tells the pages of a conversation that what can be rated may have changed. They ask for it. */
  #changed(conversationId: string): void {
    for (const { response } of this.#open.get(conversationId) ?? [])
      if (!response.writableNeedDrain) response.write(frame('resolution', '{}'));
  }

  #typing(conversationId: string, name: string): void {
    for (const { response } of this.#open.get(conversationId) ?? []) {
      // Typing is volatile, so a page whose socket is full is skipped.
      if (!response.writableNeedDrain) response.write(frame('typing', JSON.stringify({ name })));
    }
  }

  #heartbeat(): void {
    for (const list of this.#open.values())
      for (const { response } of list)
        if (!response.writableNeedDrain) response.write(frame('heartbeat', '{}'));
  }
}
