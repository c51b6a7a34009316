/** One who waits for a slot. */
interface Waiter {
  readonly userId: string;
  readonly granted: () => void;
}

/**
 * Shares the slots in which snapshots are read. A user holds a few at most, over all connections, and free slots go to the
 * waiting users in turn, so that one user's many requests delay nobody else's.
 */
export class SnapshotSlots {
  readonly #perUser: number;
  #free: number;
  readonly #held = new Map<string, number>();
  /** Waiting requests by user. The order of the users is the order in which they are served. */
  readonly #waiting = new Map<string, Waiter[]>();

  constructor(total: number, perUser: number) {
    this.#free = total;
    this.#perUser = perUser;
  }

  /** Whether someone waits for a slot to become free. Those who hold as many as they may do not count. */
  get contended(): boolean {
    return this.#free === 0 && [...this.#waiting.keys()].some((userId) => this.#mayHold(userId));
  }

  /**
   * Requests a slot. `granted` is called once, at once or later. Returns a function that gives the slot back, or the request up;
   * it may be called twice.
   */
  request(userId: string, granted: () => void): () => void {
    let holds = false;
    let done = false;
    const waiter: Waiter = {
      userId,
      granted: () => {
        holds = true;
        granted();
      },
    };
    const queue = this.#waiting.get(userId);
    if (queue) queue.push(waiter);
    else this.#waiting.set(userId, [waiter]);
    this.#serve();
    return () => {
      if (done) return;
      done = true;
      if (holds) this.#release(userId);
      else this.#forget(waiter);
    };
  }

  #mayHold(userId: string): boolean {
    return (this.#held.get(userId) ?? 0) < this.#perUser;
  }

  #serve(): void {
    while (this.#free > 0) {
      const userId = [...this.#waiting.keys()].find((waiting) => this.#mayHold(waiting));
      if (userId === undefined) return;
      const queue = this.#waiting.get(userId) ?? [];
      const waiter = queue.shift();
      // The user goes to the end of the line.
      this.#waiting.delete(userId);
      if (queue.length > 0) this.#waiting.set(userId, queue);
      if (!waiter) continue;
      this.#free -= 1;
      this.#held.set(userId, (this.#held.get(userId) ?? 0) + 1);
      waiter.granted();
    }
  }

  #release(userId: string): void {
    this.#free += 1;
    const left = (this.#held.get(userId) ?? 1) - 1;
    if (left > 0) this.#held.set(userId, left);
    else this.#held.delete(userId);
    this.#serve();
  }

  #forget(waiter: Waiter): void {
    const queue = this.#waiting.get(waiter.userId)?.filter((other) => other !== waiter) ?? [];
    if (queue.length > 0) this.#waiting.set(waiter.userId, queue);
    else this.#waiting.delete(waiter.userId);
  }
}
