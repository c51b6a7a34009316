/** Runs one piece of work at a time, in the order it came. */
export class Lock {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    // The next one waits for this one's end, however it ends.
    this.#last = result.catch(() => {});
    return result;
  }

  /** Waits until nothing is running or waiting. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
