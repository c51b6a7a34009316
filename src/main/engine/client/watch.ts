/** The main thread's end of a watch: hands items to its sink one at a time and says when each was taken. */
export class Watch {
  readonly #sink: (item: unknown) => Promise<void>;
  readonly #taken: () => void;
  #busy = false;
  #generation = 0;
  /** At most one from the worker (which waits for `taken`), or a newer one made here. */
  #next: { readonly item: unknown; readonly fromWorker: boolean } | null = null;
  #ended = false;

  /** `taken` is called once for each item that came from the worker. */
  constructor(sink: (item: unknown) => Promise<void>, taken: () => void) {
    this.#sink = sink;
    this.#taken = taken;
  }

  /** An item of the worker, or (after a crash) one made in its place. The newest replaces one that waits. */
  deliver(item: unknown, fromWorker: boolean): void {
    if (this.#ended) return;
    if (this.#busy) {
      // A worker's item that is replaced was taken as far as the worker is concerned.
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
    // A sink that fails has taken the item too: it will hear of the next, or be ended by its owner.
    Promise.resolve()
      .then(() => this.#sink(item))
      .then(done, done);
  }

  /** The worker that waits for `taken` is gone: nobody does any more. */
  orphan(): void {
    this.#generation += 1;
    if (this.#next !== null) this.#next = { item: this.#next.item, fromWorker: false };
  }

  end(): void {
    this.#ended = true;
    this.#next = null;
  }
}
