/** The maximum number of waiting messages. A gateway stops at 8 unacknowledged batches, so more means a broken peer. */
const MAX_WAITING = 256;

/** What is left of an entry: it is continued once per turn until it is done. */
export type Rest = Iterator<unknown>;

/**
 * A queue that processes one entry, or one slice of an entry, per turn of the event loop, so that commands and signals run in
 * between. The order of entries is kept.
 */
export class Inbox<E> {
  readonly #defer: (run: () => void) => void;
  readonly #take: (entry: E) => Rest | null;
  readonly #overflow: () => void;
  #entries: E[] = [];
  #rest: Rest | null = null;
  #stepping = false;
  #scheduled = false;
  #stopped = false;

  /** `defer` runs a function on a later turn; `take` returns what is left to do; `overflow` is called when too many entries are waiting. */
  constructor(defer: (run: () => void) => void, take: (entry: E) => Rest | null, overflow: () => void) {
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

  /** Whether nothing waits and nothing is being processed. */
  get isIdle(): boolean {
    return this.#entries.length === 0 && this.#rest === null;
  }

  /** Drops all waiting entries and ignores new ones. */
  stop(): void {
    this.#stopped = true;
    this.#entries = [];
    // Ends what is under way, unless this call comes from it.
    if (!this.#stepping) this.#rest?.return?.();
    this.#rest = null;
  }

  #step(rest: Rest): void {
    this.#stepping = true;
    try {
      if (rest.next().done) this.#rest = null;
    } finally {
      this.#stepping = false;
    }
  }

  #schedule(): void {
    if (this.#scheduled || this.isIdle) return;
    this.#scheduled = true;
    this.#defer(() => {
      this.#scheduled = false;
      if (this.#stopped) return;
      if (this.#rest !== null) {
        this.#step(this.#rest);
      } else {
        const entry = this.#entries.shift();
        if (entry === undefined) return;
        this.#rest = this.#take(entry);
      }
      this.#schedule();
    });
  }
}
