/** How long connections are served in one turn of the event loop, ms. */
const TURN_MS = 8;

/**
 * Gives connections that have something to send their turn, first come, first served, a few ms in each turn of the event loop:
 * acknowledgements of many clients can arrive in the same one.
 */
export class Turns {
  readonly #waiting = new Set<() => void>();
  #next: NodeJS.Immediate | null = null;

  /** Queues work, which must be short and must not throw. Work that waits already keeps its place. */
  request(work: () => void): void {
    this.#waiting.add(work);
    this.#next ??= setImmediate(() => this.#serve());
  }

  /** Takes work out of the queue. */
  cancel(work: () => void): void {
    this.#waiting.delete(work);
  }

  /** Drops all that waits. */
  dispose(): void {
    this.#waiting.clear();
    if (this.#next) clearImmediate(this.#next);
    this.#next = null;
  }

  #serve(): void {
    this.#next = null;
    const end = performance.now() + TURN_MS;
    // Work that asks for another turn is appended, and so comes after all others.
    for (const work of this.#waiting) {
      this.#waiting.delete(work);
      work();
      if (performance.now() >= end) break;
    }
    if (this.#waiting.size > 0) this.#next ??= setImmediate(() => this.#serve());
  }
}
