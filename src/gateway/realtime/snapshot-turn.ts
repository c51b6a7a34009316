import type { SnapshotSlots } from './snapshot-slots.ts';

/**
 * The least rate at which a snapshot must be taken while others wait for its slot: 512 kbit/s, bytes per second. Below it, an
 * acknowledgement now and then would hold a slot for minutes.
 */
const LEAST_RATE = 64 * 1024;
/** How often the rate is judged, ms. */
const WINDOW_MS = 5_000;

/** What a turn needs. */
export interface SnapshotTurnOptions {
  readonly slots: SnapshotSlots;
  readonly userId: string;
  /** A slot is free: the subscriber may begin. */
  readonly ready: () => void;
  /** Whether all that may be outstanding is: the gateway waits for the client, not the other way round. */
  readonly waitsForClient: () => boolean;
  /** The client takes the snapshot too slowly while others wait. */
  readonly tooSlow: () => void;
  readonly windowMs?: number | undefined;
}

/** A subscriber's turn at reading a snapshot: its slot, and the rate at which its client takes the pages. */
export class SnapshotTurn {
  readonly #options: SnapshotTurnOptions;
  /** Sizes of the pages that are not acknowledged yet, in the order in which they were sent. */
  readonly #unacknowledged: { readonly batch: number; readonly bytes: number }[] = [];
  #release: (() => void) | null = null;
  #granted = false;
  #window: NodeJS.Timeout | null = null;
  #taken = 0;

  constructor(options: SnapshotTurnOptions) {
    this.#options = options;
  }

  /** Whether it is the subscriber's turn. If not, `ready` is called when it is. */
  take(): boolean {
    if (this.#release === null) {
      let within = true;
      this.#release = this.#options.slots.request(this.#options.userId, () => {
        this.#granted = true;
        this.#window = setInterval(() => this.#judge(), this.#options.windowMs ?? WINDOW_MS);
        if (!within) this.#options.ready();
      });
      within = false;
    }
    return this.#granted;
  }

  /** A page was sent. */
  sent(batch: number, bytes: number): void {
    this.#unacknowledged.push({ batch, bytes });
  }

  /** The client has acknowledged this batch and all before it. */
  acknowledged(batch: number): void {
    while (this.#unacknowledged[0] && this.#unacknowledged[0].batch <= batch)
      this.#taken += this.#unacknowledged.shift()?.bytes ?? 0;
  }

  /** Gives the slot back, or the request for one up. */
  end(): void {
    if (this.#window) clearInterval(this.#window);
    this.#window = null;
    this.#unacknowledged.length = 0;
    this.#taken = 0;
    this.#granted = false;
    const release = this.#release;
    this.#release = null;
    release?.();
  }

  #judge(): void {
    const taken = this.#taken;
    this.#taken = 0;
    const least = (LEAST_RATE * (this.#options.windowMs ?? WINDOW_MS)) / 1000;
    const { slots, waitsForClient, tooSlow } = this.#options;
    if (taken < least && waitsForClient() && slots.contended) tooSlow();
  }
}
