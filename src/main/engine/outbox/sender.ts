import { backoffDelay } from '#shared/domain/connection.ts';
import { type CommandEnvelope, Reply } from '#shared/protocol/envelope.ts';
import { isTransient, type ProtocolError } from '#shared/protocol/errors.ts';
import type { Clock, Logger } from '../../ports.ts';
import { LinkError } from '../connection/link.ts';
import { Lanes } from './lanes.ts';
import type { OutboxRows, StoredRow, Verdict } from './rows.ts';

/** The maximum number of commands sent but not yet answered. */
export const MAX_IN_FLIGHT = 32;
/** The maximum of the gateway's `retryAfterMs`. Other delays have a maximum of BACKOFF_CAP_MS (30 s). */
const MAX_RETRY_MS = 5 * 60_000;
/** The delay after a failed write to the cache. */
const WRITE_RETRY_MS = 5_000;

/** What a sender needs. */
export interface SenderOptions {
  readonly rows: OutboxRows;
  readonly clock: Clock;
  /** The gateway's time. */
  readonly time: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly defer: (run: () => void) => void;
  /** Sends a command. Resolves with the unparsed reply, or rejects with a LinkError. */
  readonly send: (envelope: CommandEnvelope) => Promise<unknown>;
  /** Returns a channel's cursor; undefined if this user does not receive the channel. */
  readonly cursorOf: (channel: string) => number | undefined;
  /** The gateway no longer accepts the access token. */
  readonly unauthenticated: () => void;
}

/** What happens in a sender. */
export interface SenderEvents {
  /** The states of these commands changed. */
  changed(ids: readonly string[]): void;
  refused(id: string, error: ProtocolError): void;
}

/**
 * Sends the commands of the outbox: in order within a subject, in parallel across subjects, and repeatedly under the same
 * id until the gateway has decided. The gateway executes each id once, so a command takes effect exactly once.
 *
 *   console                               gateway
 *
 *   queued
 *     │ mark as sending, commit
 *   sending ─── command {id, data} ──────► execute, commit events and reply
 *     │                                    (known id: only repeat the reply)
 *     │◄───────────────── reply {seq} ─────┤
 *     ├── refused    error                 │
 *     ├── settled    ok, cursor ≥ seq      │  the event was applied before the reply arrived
 *     └── sent       ok, cursor < seq      │  the effect stays until the event arrives
 *          │                               │
 *       settled ◄──── event {commandId} ───┘  in the transaction that applies the event (store/settle.ts)
 *
 * A lost link, a timeout, a transient error or a restart returns a command from `sending` to `queued`. Reply and event may
 * arrive in either order: the event settles the command in any state, even `refused`.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #events: SenderEvents;
  readonly #lanes = new Lanes();
  readonly #verdicts: Verdict[] = [];
  #connected = false;
  #pumping = false;
  #flushing = false;
  #disposed = false;
  #stopPause: (() => void) | null = null;

  constructor(options: SenderOptions, events: SenderEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** The number of commands that wait or are in flight. */
  get size(): number {
    return this.#lanes.size;
  }

  /** Loads the unfinished commands of the last run, at most `limit`. */
  recover(limit: number): void {
    const { time } = this.#options;
    for (const row of this.#options.rows.recover(limit)) {
      this.#lanes.add(row.id, row.subject);
      const wait = (row.next_attempt_at ?? 0) - time.now();
      // If a clock was set back meanwhile, no command must wait longer than the longest delay.
      if (wait > 0) this.#lanes.putBack(row.id, this.#after(Math.min(wait, MAX_RETRY_MS)));
    }
  }

  add(id: string, subject: string): void {
    this.#lanes.add(id, subject);
    this.#pump();
  }

  /** Stops sending a command that was discarded or settled by its event. */
  drop(id: string): void {
    this.#lanes.remove(id);
    this.#pump();
  }

  connected(): void {
    this.#connected = true;
    this.#pump();
  }

  disconnected(): void {
    this.#connected = false;
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopPause?.();
    this.#lanes.dispose();
  }

  /** Sends the ready commands on a later turn, so that all commands of one turn are marked in one transaction. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    this.#options.defer(() => {
      this.#pumping = false;
      if (!this.#disposed && this.#connected && this.#stopPause === null) this.#sendReady();
    });
  }

  #sendReady(): void {
    const { rows, logger } = this.#options;
    const ids = this.#lanes.take(MAX_IN_FLIGHT - this.#lanes.inFlight);
    if (ids.length === 0) return;
    try {
      rows.sending(ids);
    } catch (error) {
      logger.error({ error: String(error) }, 'cannot mark commands as sending');
      for (const id of ids) this.#lanes.putBack(id, null);
      this.#pause(WRITE_RETRY_MS);
      return;
    }
    for (const id of ids) {
      const row = rows.get(id);
      if (row?.state === 'sending') this.#send(row);
      else this.#lanes.remove(id);
    }
    this.#events.changed(ids);
  }

  #send(row: StoredRow): void {
    const envelope: CommandEnvelope = {
      id: row.id,
      type: row.type,
      data: JSON.parse(row.data) as unknown,
      at: row.created_at,
    };
    this.#options.send(envelope).then(
      (answer) => this.#answered(row, answer),
      (error: unknown) => {
        if (!(error instanceof LinkError)) throw error;
        // A lost link says nothing about the command: send it first on the next link.
        this.#again(row.id, error.kind === 'closed' ? 0 : this.#backoff(row));
      },
    );
  }

  #answered(row: StoredRow, answer: unknown): void {
    const reply = Reply.safeParse(answer);
    if (!reply.success || (reply.data.ok && reply.data.id !== row.id)) {
      this.#options.logger.warn({ id: row.id }, 'unreadable reply');
      this.#again(row.id, this.#backoff(row));
    } else if (reply.data.ok) {
      const cursor = row.channel === null ? undefined : this.#options.cursorOf(row.channel);
      const { seq } = reply.data;
      this.#decide(
        cursor === undefined || cursor >= seq
          ? { id: row.id, kind: 'settled' }
          : { id: row.id, kind: 'sent', seq },
      );
    } else {
      this.#failed(row, reply.data.error);
    }
  }

  #failed(row: StoredRow, error: ProtocolError): void {
    if (!isTransient(error.code)) {
      this.#decide({ id: row.id, kind: 'refused', error });
      return;
    }
    if (error.code === 'unauthenticated') this.#options.unauthenticated();
    const asked = Math.min(error.retryAfterMs ?? 0, MAX_RETRY_MS);
    // The limit applies to the user, not to one command: the other commands wait, too.
    if (error.code === 'rate_limited' && asked > 0) this.#pause(asked);
    this.#again(row.id, Math.max(asked, this.#backoff(row)));
  }

  #again(id: string, ms: number): void {
    const { clock, time } = this.#options;
    this.#decide({ id, kind: 'again', at: time.now() + ms, due: clock.monotonic() + ms });
  }

  /** Collects the verdicts of one turn, to write them in one transaction. */
  #decide(verdict: Verdict): void {
    if (this.#disposed) return;
    this.#verdicts.push(verdict);
    if (this.#flushing) return;
    this.#flushing = true;
    this.#options.defer(() => {
      this.#flushing = false;
      if (!this.#disposed) this.#flush();
    });
  }

  #flush(): void {
    const { rows, clock, cursorOf } = this.#options;
    // The event may have been applied since the reply arrived.
    const verdicts = this.#verdicts.splice(0).map((verdict): Verdict => {
      if (verdict.kind !== 'sent') return verdict;
      const cursor = cursorOf(rows.get(verdict.id)?.channel ?? '');
      return cursor !== undefined && cursor >= verdict.seq ? { id: verdict.id, kind: 'settled' } : verdict;
    });
    rows.decide(verdicts);
    for (const verdict of verdicts) {
      if (verdict.kind === 'again') {
        const wait = verdict.due - clock.monotonic();
        this.#lanes.putBack(verdict.id, wait > 0 ? this.#after(wait) : null);
      } else {
        this.#lanes.remove(verdict.id);
      }
    }
    this.#events.changed(verdicts.map((verdict) => verdict.id));
    for (const verdict of verdicts) {
      // Do not report a command that its event has settled meanwhile.
      if (verdict.kind === 'refused' && rows.get(verdict.id)?.state === 'refused')
        this.#events.refused(verdict.id, verdict.error);
    }
    this.#pump();
  }

  #pause(ms: number): void {
    this.#stopPause?.();
    this.#stopPause = this.#options.clock.setTimeout(() => {
      this.#stopPause = null;
      this.#pump();
    }, ms);
  }

  #after(ms: number): (ready: () => void) => () => void {
    return (ready) =>
      this.#options.clock.setTimeout(() => {
        ready();
        this.#pump();
      }, ms);
  }

  #backoff(row: StoredRow): number {
    return backoffDelay(row.attempts, this.#options.random());
  }
}

/** Returns the channel whose cursor settles a command: the part of its type before the dot. */
export function settlingChannel(type: string): string {
  return type.slice(0, type.indexOf('.'));
}
