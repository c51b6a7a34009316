import { percentile } from '#shared/domain/connection.ts';
import { HeartbeatAck } from '#shared/protocol/messages.ts';
import type { Clock } from '../../ports.ts';
import type { GatewayTime } from './gateway-time.ts';
import { type Link, LinkError } from './link.ts';

/**
 * How long a heartbeat may go unanswered while nothing else arrives. With a heartbeat every 10 s, a link that died
 * silently is detected within 14 s.
 */
export const HEARTBEAT_DEADLINE_MS = 4_000;
const MAX_PERIOD_MS = 10_000;
/** A timer that fires later than this means that the thread was busy. Pending input is then read first. */
const LATE_MS = 250;
/** The number of round-trip times kept. */
const WINDOW = 60;

/** The last 60 round-trip times, ms. */
export class LatencyWindow {
  readonly #samples: number[] = [];

  add(ms: number): void {
    this.#samples.push(ms);
    if (this.#samples.length > WINDOW) this.#samples.shift();
  }

  /** Returns the nearest-rank percentile of the window, `p` in (0, 1]; null before the first sample. */
  at(p: number): number | null {
    return percentile(this.#samples, p);
  }
}

/** What a heartbeat reports. */
export interface HeartbeatEvents {
  /**
   * A heartbeat was answered, so everything that the gateway sent before its answer has arrived. `sentAt` is the
   * gateway's time when the heartbeat was sent, ms.
   */
  answered(sentAt: number): void;
  /** The link is dead. */
  dead(): void;
}

/** Sends heartbeats at a fixed period, learns the gateway's time from the answers and reports a dead link. Lives as long as one link. */
export class Heartbeat {
  readonly latency: LatencyWindow;
  readonly #clock: Clock;
  readonly #time: GatewayTime;
  readonly #link: Link;
  readonly #events: HeartbeatEvents;
  readonly #periodMs: number;
  #stopPeriod: () => void = () => {};
  #stopDeadline: () => void = () => {};
  #heardAt = 0;
  #asked: number | null = null;
  #stopped = false;

  constructor(
    clock: Clock,
    time: GatewayTime,
    link: Link,
    periodMs: number,
    latency: LatencyWindow,
    events: HeartbeatEvents,
  ) {
    this.#clock = clock;
    this.#time = time;
    this.#link = link;
    this.#periodMs = Math.min(periodMs, MAX_PERIOD_MS);
    this.latency = latency;
    this.#events = events;
  }

  /** Sends the first heartbeat now, then one every period. */
  start(): void {
    this.beat();
  }

  /** Records that something arrived from the gateway, which proves that the link is alive. */
  heard(): void {
    this.#heardAt = this.#clock.monotonic();
  }

  /** Sends a heartbeat now, unless one is unanswered. */
  beat(): void {
    if (this.#stopped || this.#asked !== null) return;
    this.#stopPeriod();
    const sentAt = this.#clock.monotonic();
    this.#asked = sentAt;
    this.#watch(HEARTBEAT_DEADLINE_MS);
    // The request needs no short timeout: `#watch` enforces the deadline, and closing the link rejects the request.
    this.#link.request('heartbeat', { sentAt: this.#time.at(sentAt) }, 600_000).then(
      (answer) => this.#answered(sentAt, answer),
      (error: unknown) => {
        if (!(error instanceof LinkError)) throw error;
      },
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#stopPeriod();
    this.#stopDeadline();
  }

  #answered(sentAt: number, answer: unknown): void {
    if (this.#stopped) return;
    this.heard();
    this.#asked = null;
    this.#stopDeadline();
    this.#stopPeriod = this.#clock.setTimeout(() => this.beat(), this.#periodMs);
    const ack = HeartbeatAck.safeParse(answer);
    if (!ack.success) return;
    this.latency.add(this.#clock.monotonic() - sentAt);
    this.#time.heard(ack.data.serverTime, sentAt);
    this.#events.answered(this.#time.at(sentAt));
  }

  #watch(ms: number): void {
    const due = this.#clock.monotonic() + ms;
    this.#stopDeadline = this.#clock.setTimeout(() => {
      const now = this.#clock.monotonic();
      const silentSince = Math.max(this.#heardAt, this.#asked ?? now);
      const left = silentSince + HEARTBEAT_DEADLINE_MS - now;
      if (left > 0) this.#watch(left);
      else if (now - due > LATE_MS) this.#watch(LATE_MS);
      else this.#events.dead();
    }, ms);
  }
}
