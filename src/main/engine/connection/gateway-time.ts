import type { Clock } from '../../ports.ts';

/** How far the clocks of two machines may drift apart, ms per ms. Quartz clocks are ten times better than this. */
const DRIFT = 0.0005;

/** What is known before the gateway has said its time. */
export interface FirstTime {
  /** The newest time of the gateway in the cache, ms; 0 if there is none. */
  readonly atLeast?: number;
  /** The offset that the thread before this one knew; null if none did. */
  readonly offset?: number | null;
}

/** The bounds between which the offset lies, and when they were found (monotonic time, ms). */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly at: number;
}

/**
 * The gateway's time: what the times of events, reservations, signals and messages are compared with. This machine's clock
 * may be wrong and may be set at any time, so the gateway's time is its offset from the monotonic clock. Each message with a
 * time of the gateway bounds the offset, and the bounds of several messages are combined:
 *
 *   console   asks ─────────────────────────── hears     serverTime − hears ≤ offset ≤ serverTime − asks
 *   gateway            └── serverTime ──┘
 *
 * Before the first message, the time is this machine's, but at least that of the newest contact in the cache.
 */
export class GatewayTime {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly #changed: (offset: number) => void;
  #offset: number;
  #bounds: Bounds | null = null;
  /** This machine's time minus the monotonic one, ms. It grows while the machine sleeps. */
  #machine: number;

  /**
   * `changed` is called with each new offset (the gateway's time minus monotonic time, ms), also with the first.
   */
  constructor(
    clock: Pick<Clock, 'now' | 'monotonic'>,
    { atLeast = 0, offset = null }: FirstTime = {},
    changed: (offset: number) => void = () => {},
  ) {
    this.#clock = clock;
    this.#changed = changed;
    this.#machine = clock.now() - clock.monotonic();
    this.#offset = offset ?? Math.max(clock.now(), atLeast) - clock.monotonic();
    changed(this.#offset);
  }

  /** Whether the gateway has said its time since this engine started. */
  get known(): boolean {
    return this.#bounds !== null;
  }

  /** Returns the gateway's time, whole ms since the Unix epoch. It may step back a little when it becomes more exact. */
  now(): number {
    return this.at(this.#clock.monotonic());
  }

  /** Returns the gateway's time at a moment of monotonic time. */
  at(monotonic: number): number {
    return Math.max(0, Math.round(monotonic + this.#offset));
  }

  /** Starts anew with the welcome of a link. `openedAt` is when the link was opened, monotonic. */
  welcomed(serverTime: number, openedAt: number): void {
    this.#bounds = null;
    this.heard(serverTime, openedAt);
  }

  /** Takes a time that the gateway said after `askedAt` (monotonic) and that has just arrived. */
  heard(serverTime: number, askedAt: number): void {
    const at = this.#clock.monotonic();
    const found: Bounds = { least: serverTime - at, most: serverTime - askedAt, at };
    this.#bounds = combine(this.#bounds, found);
    this.#offset = (this.#bounds.least + this.#bounds.most) / 2;
    this.#machine = this.#clock.now() - at;
    this.#changed(this.#offset);
  }

  /** Adds the time that the machine slept, for a console that cannot ask the gateway. */
  woke(): void {
    const machine = this.#clock.now() - this.#clock.monotonic();
    this.#offset += Math.max(0, machine - this.#machine);
    this.#machine = machine;
    this.#changed(this.#offset);
  }
}

/** Returns the bounds that agree with both; the new ones alone if none do, because then a clock was set. */
function combine(before: Bounds | null, found: Bounds): Bounds {
  if (before === null) return found;
  const drift = (found.at - before.at) * DRIFT;
  const least = Math.max(found.least, before.least - drift);
  const most = Math.min(found.most, before.most + drift);
  return least <= most ? { least, most, at: found.at } : found;
}
