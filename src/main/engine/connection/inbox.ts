/** Messages waiting for their turn. The gateway stops at 8 unacknowledged batches; a peer that sends more is not ours. */
const MAX_WAITING = 256;

/** Hands over entries in order, one a turn of the event loop, so that commands and signals get through between two batches. */
export class Inbox<E> {
  readonly #defer: (run: () => void) => void;
  readonly #take: (entry: E) => void;
  readonly #overflow: () => void;
  #entries: E[] = [];
  #scheduled = false;
  #stopped = false;

  /** `defer` runs something on a later turn; `overflow` is called when more is waiting than may be. */
  constructor(defer: (run: () => void) => void, take: (entry: E) => void, overflow: () => void) {
    this.#defer = defer;
    this.#take = take;
    this.#overflow = overflow;
  }

  push(entry: E): void {
    if (this.#stopped) return;
    this.#entries.push(entry);
    if (this.#entries.length > MAX_WAITING) this.#overflow();
    else this.#schedule();
  }

  /** Drops what is waiting and takes nothing more. */
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
