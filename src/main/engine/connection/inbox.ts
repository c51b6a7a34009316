/** The maximum number of waiting messages. A gateway stops at 8 unacknowledged batches, so more means a broken peer. */
const MAX_WAITING = 256;

/** A queue that processes one entry per turn of the event loop, so that commands and signals run between batches. */
export class Inbox<E> {
  readonly #defer: (run: () => void) => void;
  readonly #take: (entry: E) => void;
  readonly #overflow: () => void;
  #entries: E[] = [];
  #scheduled = false;
  #stopped = false;

  /** `defer` runs a function on a later turn; `overflow` is called when too many entries are waiting. */
  constructor(defer: (run: () => void) => void, take: (entry: E) => void, overflow: () => void) {
    this.#defer = defer;
    this.#take = take;
    this.#overflow = overflow;
  }

  /** Adds an entry. */
  push(entry: E): void {
    if (this.#stopped) return;
    this.#entries.push(entry);
    if (this.#entries.length > MAX_WAITING) this.#overflow();
    else this.#schedule();
  }

  /** Drops all waiting entries and ignores new ones. */
  stop(): void {
    this.#stopped = true;
    this.#entries = [];
  }

  #schedule(): void {
    if (this.#scheduled || this.#entries.length === 0) return;
    this.#scheduled = true;
    this.#defer(() => {
      this.#scheduled = false;
      const entry = this.#entries.shift();
      if (entry === undefined || this.#stopped) return;
      this.#take(entry);
      this.#schedule();
    });
  }
}
