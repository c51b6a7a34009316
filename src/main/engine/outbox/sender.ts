import { BACKOFF_CAP_MS, backoffDelay } from '#shared/domain/connection.ts';
import { type CommandEnvelope, readReply } from '#shared/protocol/envelope.ts';
import { isTransient, type ProtocolError } from '#shared/protocol/errors.ts';
import { LinkError } from '../connection/link.ts';
import { Gate, NO_FILES } from './gate.ts';
import { Lanes } from './lanes.ts';
import type { StoredRow, Verdict } from './rows.ts';
import { isUnknownMessage, type SenderEvents, type SenderOptions } from './sending.ts';

/** The maximum number of commands sent but not yet answered. */
export const MAX_IN_FLIGHT = 32;
/** The maximum of the gateway's `retryAfterMs`. Other delays have a maximum of BACKOFF_CAP_MS (30 s). */
const MAX_RETRY_MS = 5 * 60_000;
/**
 * The number of answers `internal` after which a command is refused. With the backoff between them, a gateway has about a
 * quarter of a minute to recover before the next command of the subject is sent.
 */
const MAX_FAILURES = 5;
/** The maximum number of commands queued again at a time; the outbox keeps fewer that were accepted. */
const MAX_REQUEUED = 10_000;
/** The delay after a failed write to the cache. */
const WRITE_RETRY_MS = 5_000;

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
 *     ├── refused    error, or `internal` five times
 *     ├── settled    ok, cursor ≥ seq      │  the event was applied before the reply arrived
 *     └── sent       ok, cursor < seq      │  the effect stays until the event arrives
 *          │                               │
 *       settled ◄──── event {commandId} ───┘  in the transaction that applies the event (store/settle.ts)
 *
 * A lost link, a timeout, a transient error or a restart returns a command from `sending` to `queued`. Reply and event may
 * arrive in either order: the event settles the command in any state, even `refused`.
 *
 * What an earlier link may have delivered waits until this link has caught up: its event may be in the log. Then commands
 * without an answer are sent again, and so are `sent` commands without an event, because the gateway may have been restored
 * from a backup that lacks them. A gateway that has them repeats its reply.
 *
 * A command that the user discards after it may have been sent takes its turn as a `withdraw` message. If the gateway has run
 * it, it is settled; otherwise it is deleted here and never runs there.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #events: SenderEvents;
  readonly #lanes = new Lanes();
  readonly #gate: Gate;
  readonly #verdicts: Verdict[] = [];
  /** The commands in the lanes that may have been sent before. */
  readonly #attempted = new Set<string>();
  /** The commands in the lanes that are discarded and can still be taken back. Those behind them wait, so that the order stays. */
  readonly #held = new Set<string>();
  #connected = false;
  #caughtUp = false;
  #pumping = false;
  #flushing = false;
  #disposed = false;
  #stopPause: (() => void) | null = null;
  #stopFlush: () => void = () => {};

  constructor(options: SenderOptions, events: SenderEvents) {
    this.#options = options;
    this.#events = events;
    this.#gate = new Gate(options.files ?? NO_FILES);
  }

  /** The number of commands that wait or are in flight. */
  get size(): number {
    return this.#lanes.size;
  }

  /** Loads the unfinished commands of the last run, at most `limit`. */
  recover(limit: number): void {
    const { time } = this.#options;
    for (const row of this.#options.rows.recover(limit)) {
      this.#add(row.id, row.subject);
      if (row.attempts > 0) this.#attempted.add(row.id);
      const wait = (row.next_attempt_at ?? 0) - time.now();
      // The delay was written in the gateway's time, which is not known yet, and a clock may be days off. The longer delays that
      // only a gateway asks for end early, too: it asks again.
      if (wait > 0) this.#lanes.putBack(row.id, this.#after(Math.min(wait, BACKOFF_CAP_MS)));
    }
  }

  add(id: string, subject: string): void {
    this.#add(id, subject);
    this.#pump();
  }

  /** Sends what has waited for files: some have arrived, or were refused. */
  filesMoved(): void {
    this.#pump();
  }

  /** Stops sending a command that was discarded or settled by its event. */
  drop(id: string): void {
    this.#remove(id);
    this.#pump();
  }

  /** Stops sending commands until `release`. Those of the same subject wait behind them. */
  hold(ids: readonly string[]): void {
    for (const id of ids) if (this.#lanes.has(id)) this.#held.add(id);
  }

  /** Goes on with a command that was held, or that was discarded in an earlier run: then it comes after those of its subject. */
  release({ id, subject, attempts }: Pick<StoredRow, 'id' | 'subject' | 'attempts'>): void {
    this.#held.delete(id);
    if (!this.#lanes.has(id)) {
      if (attempts > 0) this.#attempted.add(id);
      this.#add(id, subject);
    }
    this.#pump();
  }

  /** Sends a waiting command at once, because it has become a withdrawal. */
  hurry(id: string): void {
    this.#gate.remove(id);
    this.#lanes.hurry(id);
    this.#pump();
  }

  /**
   * Starts with a new link: sends what was never sent, and queues the accepted commands of earlier links again. Call it
   * before a message of the link is applied. Returns the ids of those queued again.
   */
  connected(): readonly string[] {
    this.#connected = true;
    let asked: readonly string[] = [];
    try {
      if (this.#options.rows.askAgain()) asked = this.requeued();
    } catch (error) {
      // Their events still settle them, and the next link tries again.
      this.#options.logger.error({ error: String(error) }, 'cannot queue accepted commands again');
    }
    this.#pump();
    return asked;
  }

  /** Sends what earlier links have left open: the events up to now are applied. */
  caughtUp(): void {
    this.#caughtUp = this.#connected;
    this.#pump();
  }

  /** Takes in the commands that were queued again, before those of their subjects that wait. Returns their ids. */
  requeued(): readonly string[] {
    const bySubject = new Map<string, string[]>();
    for (const { id, subject } of this.#options.rows.waiting(MAX_REQUEUED + this.#lanes.size)) {
      if (this.#lanes.has(id)) continue;
      this.#attempted.add(id);
      this.#learn(id);
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), id]);
    }
    for (const [subject, found] of bySubject) this.#lanes.addFirst(found, subject);
    const ids = [...bySubject.values()].flat();
    if (ids.length > 0) this.#events.changed(ids);
    this.#pump();
    return ids;
  }

  disconnected(): void {
    this.#connected = false;
    this.#caughtUp = false;
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopPause?.();
    this.#stopFlush();
    this.#lanes.dispose();
  }

  #add(id: string, subject: string): void {
    this.#learn(id);
    this.#lanes.add(id, subject);
  }

  /** Notes which files a command waits for. */
  #learn(id: string): void {
    const row = this.#options.rows.get(id);
    if (row?.type === 'chat.send_message' && row.withdraw !== 1) this.#gate.add(id, row.data);
  }

  #remove(id: string): void {
    this.#gate.remove(id);
    this.#lanes.remove(id);
    this.#attempted.delete(id);
    this.#held.delete(id);
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
    const ids = this.#lanes.take(
      MAX_IN_FLIGHT - this.#lanes.inFlight,
      (id) => !this.#held.has(id) && (this.#caughtUp || !this.#attempted.has(id)) && this.#gate.isOpen(id),
    );
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
      this.#attempted.add(id);
      if (row?.state === 'sending') this.#send(row);
      else this.#remove(id);
    }
    this.#events.changed(ids);
  }

  #send(row: StoredRow): void {
    const refusal = this.#gate.refusalOf(row.id);
    if (refusal !== null) {
      this.#decide({ id: row.id, kind: 'refused', error: refusal });
      return;
    }
    const envelope: CommandEnvelope = {
      id: row.id,
      type: row.type,
      data: JSON.parse(row.data) as unknown,
      at: row.created_at,
    };
    this.#options.send(envelope, row.withdraw === 1 ? 'withdraw' : 'command').then(
      (answer) => this.#answered(row, answer),
      (error: unknown) => {
        if (!(error instanceof LinkError)) throw error;
        // A lost link says nothing about the command: send it first on the next link.
        this.#again(row, error.kind === 'closed' ? 0 : this.#backoff(row));
      },
    );
  }

  #answered(row: StoredRow, answer: unknown): void {
    const reply = readReply(answer);
    if (row.withdraw === 1 && reply === null && isUnknownMessage(answer)) {
      this.#decide({ id: row.id, kind: 'kept' });
    } else if (reply === null || (reply.ok && reply.id !== row.id)) {
      this.#options.logger.warn({ id: row.id }, 'unreadable reply');
      this.#again(row, this.#backoff(row));
    } else if (reply.ok) {
      this.#accepted(row, reply.seq);
    } else {
      this.#failed(row, reply.error);
    }
  }

  #accepted(row: StoredRow, seq: number): void {
    const cursor = row.channel === null ? undefined : this.#options.cursorOf(row.channel);
    const settled = cursor === undefined || cursor >= seq;
    this.#decide({ id: row.id, kind: settled ? 'settled' : 'sent', seq });
  }

  #failed(row: StoredRow, error: ProtocolError): void {
    const failed = error.code === 'internal';
    if (!isTransient(error.code) || (failed && row.failures + 1 >= MAX_FAILURES)) {
      // Refused for good, so a withdrawal has reached its aim, too.
      if (row.withdraw === 1 && !failed) this.#decide({ id: row.id, kind: 'withdrawn' });
      else this.#decide({ id: row.id, kind: 'refused', error });
      return;
    }
    if (error.code === 'unauthenticated') this.#options.unauthenticated();
    const asked = Math.min(error.retryAfterMs ?? 0, MAX_RETRY_MS);
    // The limit applies to the user, not to one command: the other commands wait, too.
    if (error.code === 'rate_limited' && asked > 0) this.#pause(asked);
    this.#again(row, Math.max(asked, this.#backoff(row)), failed);
  }

  #again({ id }: StoredRow, afterMs: number, failed = false): void {
    const { clock, time } = this.#options;
    this.#decide({
      id,
      kind: 'again',
      at: time.now() + afterMs,
      due: clock.monotonic() + afterMs,
      failed,
    });
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
    const { rows, clock } = this.#options;
    const verdicts = this.#write();
    if (verdicts === null) return;
    for (const verdict of verdicts) {
      if (verdict.kind === 'again') {
        const wait = verdict.due - clock.monotonic();
        this.#lanes.putBack(verdict.id, wait > 0 ? this.#after(wait) : null);
      } else if (verdict.kind === 'kept') {
        this.#lanes.putBack(verdict.id, null);
      } else {
        this.#remove(verdict.id);
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

  /** Writes the collected verdicts. If that fails, keeps them and tries again later; null then. */
  #write(): Verdict[] | null {
    const { rows, clock, cursorOf, logger } = this.#options;
    try {
      const verdicts = this.#verdicts.map((verdict): Verdict => {
        const row = rows.get(verdict.id);
        // The user may have discarded the command while its answer was on the way.
        if (verdict.kind === 'refused' && row?.withdraw === 1 && verdict.error.code !== 'internal')
          return { id: verdict.id, kind: 'withdrawn' };
        if (verdict.kind !== 'sent') return verdict;
        // The event may have been applied since the reply arrived.
        const cursor = cursorOf(row?.channel ?? '');
        return cursor !== undefined && cursor >= verdict.seq ? { ...verdict, kind: 'settled' } : verdict;
      });
      rows.decide(verdicts);
      this.#verdicts.length = 0;
      return verdicts;
    } catch (error) {
      logger.error({ error: String(error) }, 'cannot write what the gateway has decided');
      this.#flushing = true;
      this.#stopFlush = clock.setTimeout(() => {
        this.#flushing = false;
        this.#flush();
      }, WRITE_RETRY_MS);
      return null;
    }
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
