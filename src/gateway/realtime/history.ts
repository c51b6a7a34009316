import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { type HistoryMessage, MAX_OUTSTANDING_BATCHES, ROW_PAGE } from '#shared/protocol/messages.ts';
import type { KeyedRow, RowPage } from '../kernel.ts';
import type { Audiences } from './audience.ts';
import { EncodedMessage } from './encoded.ts';
import { type EncodedRow, encodeRow, fitting, keyOf, positionOf, type RowSources } from './sources.ts';
import type { Variant } from './variants.ts';

/** Pause before a request is looked at again while live events wait. */
const WAIT_MS = 10;
/** A request is answered after this time at the latest: the least rate of progress of a backfill, ms a page. */
const MAX_WAIT_MS = 2_000;

/** The connection that a request came from. */
export interface HistoryClient {
  readonly channels: readonly Channel[];
  readonly variant: Variant;
  readonly userId: string;
  /** Unacknowledged batches. */
  readonly outstanding: number;
  /** Sends the answer; an encoded HistoryPage, or a refusal. */
  answer(answer: EncodedMessage | { readonly ok: false; readonly error: ProtocolError }): void;
}

interface Request {
  readonly client: HistoryClient;
  readonly message: HistoryMessage;
  readonly since: number;
}

/** What the answers depend on. */
export interface HistoryDependencies {
  readonly sources: RowSources;
  readonly audiences: Audiences;
  /** Whether committed events wait to be sent. */
  readonly liveWaits: () => boolean;
  readonly failed: (error: unknown) => void;
}

/**
 * Answers requests for older rows, one page a turn of the event loop, in turn. A connection has one request at a time, so that
 * the queue is as long as there are connections. A page that nobody waits for is not read while live events wait or the
 * client has batches to acknowledge.
 */
export class History {
  readonly #on: HistoryDependencies;
  readonly #waiting = new Map<HistoryClient, Request>();
  #turn: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(dependencies: HistoryDependencies) {
    this.#on = dependencies;
  }

  /** Queues the request of a connection, which must have none in the queue. */
  request(client: HistoryClient, message: HistoryMessage): void {
    this.#waiting.set(client, { client, message, since: performance.now() });
    this.#schedule(false);
  }

  /** Drops the request of a connection that has ended. */
  drop(client: HistoryClient): void {
    this.#waiting.delete(client);
  }

  /** Drops all requests and cancels the timers. */
  dispose(): void {
    this.#waiting.clear();
    if (this.#turn) clearImmediate(this.#turn);
    if (this.#timer) clearTimeout(this.#timer);
    this.#turn = null;
    this.#timer = null;
  }

  #schedule(later: boolean): void {
    if (this.#turn || this.#waiting.size === 0) return;
    if (later) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#next();
      }, WAIT_MS);
      return;
    }
    this.#turn = setImmediate(() => {
      this.#turn = null;
      this.#next();
    });
  }

  #next(): void {
    const now = performance.now();
    const live = this.#on.liveWaits();
    for (const request of this.#waiting.values()) {
      const { client, message, since } = request;
      const busy = live || client.outstanding >= MAX_OUTSTANDING_BATCHES / 4;
      if (busy && !message.urgent && now - since < MAX_WAIT_MS) continue;
      this.#waiting.delete(client);
      try {
        client.answer(this.#answer(client, message));
      } catch (error) {
        this.#on.failed(error);
        const text = 'The gateway failed to read this page.';
        client.answer({ ok: false, error: { code: 'internal', message: text } });
      }
      this.#schedule(false);
      return;
    }
    this.#schedule(true);
  }

  #answer(
    client: HistoryClient,
    { channel: name, kind, before, of }: HistoryMessage,
  ): EncodedMessage | { ok: false; error: ProtocolError } {
    const channel = CHANNELS.find((known) => known === name);
    if (channel === undefined || !client.channels.includes(channel))
      return refused('forbidden', 'This channel cannot be read.', 'channel');
    const source = this.#on.sources.of(channel).find((candidate) => candidate.kind === kind);
    if (!source?.history) return refused('not_found', 'There is no history of this kind of row.', 'kind');
    const { page, of: scopes, keyLength } = source.history;
    const key = before === null ? null : keyOf(before, of === null ? keyLength : undefined);
    if (before !== null && key === null) return refused('invalid', 'This is not a position.', 'before');
    const { sql } = this.#on.sources;
    const encode = (rows: RowPage): EncodedMessage =>
      encodePage(
        rows,
        (row) => encodeRow(client.variant, channel, row),
        (row) => this.#on.audiences.shows(client.userId, channel, row),
      );
    if (of === null) return encode(page(sql, key, ROW_PAGE.rows));
    const scope = scopes[of.kind];
    if (!scope || !Object.hasOwn(scopes, of.kind))
      return refused('not_found', 'There is no history of such a record.', 'of.kind');
    return encode(scope(sql, of.id, key, ROW_PAGE.rows));
  }
}

function refused(
  code: ProtocolError['code'],
  message: string,
  field: string,
): { ok: false; error: ProtocolError } {
  return { ok: false, error: { code, message, field } };
}

/** Encodes the part of the rows that fits into a page. Rows that the client does not receive take part in its position only. */
function encodePage(
  { rows, more }: RowPage,
  encode: (row: KeyedRow) => EncodedRow,
  shows: (row: KeyedRow) => boolean,
): EncodedMessage {
  const shown = rows.filter(shows).map(encode);
  const sent = shown.slice(0, fitting(shown));
  const cut = sent.length < shown.length;
  const last = cut ? sent.at(-1)?.key : rows.at(-1)?.key;
  const rest = last !== undefined && (more || cut);
  // A history is sorted by time, so that its rows are complete since that of the last row.
  const from = rest ? Math.max(0, Math.floor(Number(last[0]))) : 0;
  const before = rest ? JSON.stringify(positionOf(last)) : 'null';
  const body = sent.map(({ json }) => json).join(',');
  return new EncodedMessage(`{"ok":true,"rows":[${body}],"from":${from},"before":${before}}`);
}
