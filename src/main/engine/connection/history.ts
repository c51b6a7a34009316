import { err, ok, type Result } from '#shared/domain/result.ts';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { HistoryAnswer, type HistoryMessage, type HistoryPage } from '#shared/protocol/messages.ts';
import type { Clock } from '../../ports.ts';
import type { HeldRange, Wanted } from '../store/ranges.ts';
import type { Slices } from '../store/slices.ts';
import type { ChangeSet, StoreWriter } from '../store/types.ts';

/** The part of the store that history is written to. */
export type HistoryStore = Pick<StoreWriter, 'history' | 'openRanges' | 'wanted' | 'historyFull'>;

/** A page that somebody waits for: of one record, or the next one of a kind of row. */
export type OlderRequest = Pick<HistoryMessage, 'channel' | 'kind' | 'before' | 'of'>;

/** What a loader needs. */
export interface HistoryOptions {
  readonly store: HistoryStore;
  readonly clock: Clock;
  /** Sends a request; rejects if the link is lost or no answer comes in time. */
  readonly request: (message: HistoryMessage) => Promise<unknown>;
  /** Whether no message of the link waits or is being processed. */
  readonly isIdle: () => boolean;
  /** Queues work on the cache behind all messages that have arrived. */
  readonly enqueue: (start: () => Slices<void>) => void;
  readonly changed: (changes: ChangeSet) => void;
  /** The gateway refused a request. */
  readonly refused: (error: ProtocolError) => void;
}

/** Requests that wait at most; more are refused. */
const MAX_WAITING = 50;
/** Pause before a page is requested that nobody waits for, while messages wait. */
const BUSY_MS = 20;
/** Pauses between pages, as a multiple of the time that the last page took: in the window, and before it. */
const PAUSE = { window: 0.1, older: 3 } as const;
const MAX_PAUSE_MS = 5_000;
/** Changes of what is loaded in the background are reported at most this often. */
const REPORT_MS = 1_000;

interface Job {
  readonly message: HistoryMessage;
  readonly scope: 'all' | Wanted | null;
  readonly pause: number;
  readonly settle: ((result: Result<HistoryPage, ProtocolError>) => void) | null;
}

/**
 * Loads older rows, one page at a time: first what somebody waits for, then records that events named, then the window of each
 * kind of row, then what is older, newest first. It runs while the link is live. Nothing but the first is requested while
 * messages of the link wait.
 */
export class HistoryLoader {
  readonly #on: HistoryOptions;
  readonly #urgent: Job[] = [];
  /** Kinds of row whose history the gateway has refused. */
  readonly #refusedKinds = new Set<string>();
  #running = false;
  #stopped = false;
  #busy = false;
  /** The page that was requested; `stale` once its channel has been replaced. */
  #current: { readonly channel: string; stale: boolean } | null = null;
  #cancelWait: (() => void) | null = null;
  #reportedAt = 0;

  constructor(options: HistoryOptions) {
    this.#on = options;
  }

  /** Starts or goes on, once all channels have caught up. */
  run(): void {
    this.#running = true;
    this.#next();
  }

  /** Pauses until `run`, because channels are catching up. What somebody waits for is loaded all the same. */
  pause(): void {
    this.#running = false;
  }

  /** A snapshot has replaced a channel: a page that was requested before may be older than its rows. */
  replaced(channel: Channel): void {
    if (this.#current?.channel === channel) this.#current.stale = true;
  }

  /** Ends with its link. */
  stop(): void {
    this.#stopped = true;
    this.#cancelWait?.();
    for (const { settle } of this.#urgent.splice(0)) settle?.(err(LOST));
  }

  /** Loads a page now. Returns it once it is in the cache. */
  load(request: OlderRequest): Promise<Result<HistoryPage, ProtocolError>> {
    if (this.#stopped) return Promise.resolve(err(LOST));
    if (this.#urgent.length >= MAX_WAITING) return Promise.resolve(err(BUSY));
    return new Promise((settle) => {
      this.#urgent.push({
        message: { ...request, urgent: true },
        scope: request.of === null ? 'all' : null,
        pause: 0,
        settle,
      });
      this.#next();
    });
  }

  #next(): void {
    if (this.#busy || this.#stopped) return;
    this.#cancelWait?.();
    this.#cancelWait = null;
    const urgent = this.#urgent.shift();
    if (urgent) {
      // Another page may have moved the range meanwhile.
      const { message, scope } = urgent;
      const range = scope === 'all' ? this.#rangeOf(message) : null;
      this.#load(range ? { ...urgent, message: { ...message, before: range.before } } : urgent);
      return;
    }
    if (!this.#running) return;
    const job = this.#background();
    if (job === null) return;
    if (this.#on.isIdle()) this.#load(job);
    else this.#wait(BUSY_MS);
  }

  #rangeOf({ channel, kind }: Pick<HistoryMessage, 'channel' | 'kind'>): HeldRange | undefined {
    return this.#on.store.openRanges().find((range) => range.channel === channel && range.kind === kind);
  }

  /** Returns the next page that nobody waits for; null if there is nothing to load. */
  #background(): Job | null {
    const { store } = this.#on;
    const wanted = store.wanted();
    if (wanted !== null) {
      const { channel, kind, id } = wanted;
      const message = { channel, kind, before: null, of: { kind, id }, urgent: true };
      return { message, scope: wanted, pause: 0, settle: null };
    }
    const open = store
      .openRanges()
      .filter(({ channel, kind }) => !this.#refusedKinds.has(`${channel}/${kind}`));
    const window = newest(open.filter(({ from, windowFrom }) => from > windowFrom));
    const range = window ?? (store.historyFull() ? null : newest(open));
    if (range === null) return null;
    const { channel, kind, before } = range;
    const pause = window === null ? PAUSE.older : PAUSE.window;
    return { message: { channel, kind, before, of: null, urgent: false }, scope: 'all', pause, settle: null };
  }

  #load(job: Job): void {
    const started = this.#on.clock.monotonic();
    this.#busy = true;
    this.#current = { channel: job.message.channel, stale: false };
    this.#on.request(job.message).then(
      (answer) => this.#answered(job, answer, started),
      () => {
        // The link was lost, or does not answer. The next one goes on from the ranges.
        this.#done(job, err(LOST), MAX_PAUSE_MS);
      },
    );
  }

  #answered(job: Job, answer: unknown, started: number): void {
    if (this.#stopped) {
      job.settle?.(err(LOST));
      return;
    }
    const read = HistoryAnswer.safeParse(answer);
    const refusal: ProtocolError | null = !read.success ? UNREADABLE : read.data.ok ? null : read.data.error;
    if (refusal !== null || !read.success || !read.data.ok) {
      const error = refusal ?? UNREADABLE;
      this.#on.refused(error);
      const { channel, kind, of } = job.message;
      if (error.code !== 'rate_limited' && of === null) this.#refusedKinds.add(`${channel}/${kind}`);
      this.#done(job, err(error), error.retryAfterMs ?? MAX_PAUSE_MS);
      return;
    }
    this.#on.enqueue(() => this.#write(job, read.data as HistoryPage, started));
  }

  *#write(job: Job, page: HistoryPage, started: number): Slices<void> {
    const { store, clock } = this.#on;
    const { channel: name, kind } = job.message;
    const channel = CHANNELS.find((known) => known === name);
    if (this.#current?.stale) {
      this.#done(job, err(LOST), BUSY_MS);
      return;
    }
    if (channel !== undefined) {
      const { before, of } = job.message;
      const changes = yield* store.history({ channel, kind, before }, page, job.scope, of);
      this.#report(job, changes, page.before === null);
    }
    this.#done(job, ok(page), Math.min(MAX_PAUSE_MS, (clock.monotonic() - started) * job.pause));
  }

  /** Reports what somebody waits for at once, and what is loaded in the background now and then. */
  #report(job: Job, changes: ChangeSet, last: boolean): void {
    const now = this.#on.clock.monotonic();
    const waited = job.scope !== 'all';
    if (!waited && !last && now - this.#reportedAt < REPORT_MS) return;
    this.#reportedAt = now;
    this.#on.changed(changes);
  }

  #done(job: Job, result: Result<HistoryPage, ProtocolError>, pauseMs: number): void {
    this.#busy = false;
    job.settle?.(result);
    if (this.#stopped) return;
    if (this.#urgent.length > 0) this.#next();
    else this.#wait(pauseMs);
  }

  #wait(ms: number): void {
    this.#cancelWait?.();
    this.#cancelWait = this.#on.clock.setTimeout(() => {
      this.#cancelWait = null;
      this.#next();
    }, ms);
  }
}

const LOST: ProtocolError = {
  code: 'unavailable',
  message: 'Older rows are at the server, which is not connected.',
};
const BUSY: ProtocolError = { code: 'rate_limited', message: 'Too much history is requested at once.' };
const UNREADABLE: ProtocolError = {
  code: 'internal',
  message: 'The answer of the server could not be read.',
};

/** The refusal of a page while no gateway is connected. */
export function olderUnavailable(): Result<HistoryPage, ProtocolError> {
  return err(LOST);
}

/**
 * Returns the range that is continued next: the one that reaches back the least. Within a channel, a kind of row is loaded
 * after those that it depends on.
 */
function newest(ranges: readonly HeldRange[]): HeldRange | null {
  const first = CHANNELS.flatMap((channel) => {
    const kinds = CHANNEL_DEFINITIONS[channel].rows.map((row) => row.kind);
    const own = ranges.filter((range) => range.channel === channel);
    return own
      .toSorted((a, b) => kinds.indexOf(a.kind as never) - kinds.indexOf(b.kind as never))
      .slice(0, 1);
  });
  return first.toSorted((a, b) => b.from - a.from)[0] ?? null;
}
