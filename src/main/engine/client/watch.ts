/** The main thread's end of a watch. Delivers items to a sink, one at a time, and reports when each was taken. */
export class Watch {
  readonly #sink: (item: unknown) => Promise<void>;
  readonly #taken: () => void;
  #busy = false;
  #generation = 0;
  /** The next item: one from the worker, which waits for `taken`, or a newer one created here. */
  #next: { readonly item: unknown; readonly fromWorker: boolean } | null = null;
  #ended = false;

  /** `taken` is called once for each item from the worker. */
  constructor(sink: (item: unknown) => Promise<void>, taken: () => void) {
    this.#sink = sink;
    this.#taken = taken;
  }

  /** Whether the sink has taken everything so far. */
  get idle(): boolean {
    return !this.#busy;
  }

  /** Delivers an item from the worker or, after a crash, one created in its place. It replaces a waiting item. */
  deliver(item: unknown, fromWorker: boolean): void {
    if (this.#ended) return;
    if (this.#busy) {
      // To the worker, an item that is replaced counts as taken.
      if (this.#next?.fromWorker && fromWorker) this.#taken();
      this.#next = { item, fromWorker: fromWorker || (this.#next?.fromWorker ?? false) };
      return;
    }
    this.#busy = true;
    const generation = this.#generation;
    const done = (): void => {
      this.#busy = false;
      if (this.#ended) return;
      if (fromWorker && generation === this.#generation) this.#taken();
      const next = this.#next;
      this.#next = null;
      if (next !== null) this.deliver(next.item, next.fromWorker);
    };
    // A sink that fails has taken the item, too. It receives the next one, unless its owner unsubscribes it.
    Promise.resolve()
      .then(() => this.#sink(item))
      .then(done, done);
  }

  /** The worker exited, so no one waits for `taken` any more. */
  orphan(): void {
    this.#generation += 1;
    if (this.#next !== null) this.#next = { item: this.#next.item, fromWorker: false };
  }

  end(): void {
    this.#ended = true;
    this.#next = null;
  }
}
