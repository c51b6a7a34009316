/** Runs one task at a time, in the order of the calls. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `task` once every earlier task has settled, and settles with its result. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    // The next task waits for this one, whether it succeeds or fails.
    this.#last = result.catch(() => {});
    return result;
  }

  /** Resolves once no task is running or waiting. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
