/** The commands of one subject. They are sent one at a time: the next one only after the previous one was decided. */
interface Lane {
  readonly subject: string;
  /** First in, first out. The head stays in the list while it is in flight. */
  readonly ids: string[];
  inFlight: boolean;
  /** Cancels the wait before the head's next attempt; null if the head is not waiting. */
  stopWaiting: (() => void) | null;
}

/**
 * Decides which commands to send next. Commands of one subject stay in order; different subjects are sent in parallel and
 * take turns. Holds ids only; the outbox limits their number.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #subjectOf = new Map<string, string>();
  /** Subjects whose head can be sent, in the order in which they became ready. */
  readonly #ready = new Set<string>();
  #inFlight = 0;

  /** The number of commands that wait or are in flight. */
  get size(): number {
    return this.#subjectOf.size;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  add(id: string, subject: string): void {
    let lane = this.#lanes.get(subject);
    if (lane === undefined) {
      lane = { subject, ids: [], inFlight: false, stopWaiting: null };
      this.#lanes.set(subject, lane);
    }
    lane.ids.push(id);
    this.#subjectOf.set(id, subject);
    this.#offer(lane);
  }

  has(id: string): boolean {
    return this.#subjectOf.has(id);
  }

  /** Inserts commands before those of their subject that wait. A command in flight stays ahead of them. */
  addFirst(ids: readonly string[], subject: string): void {
    const lane = this.#lanes.get(subject);
    for (const id of ids) this.#subjectOf.set(id, subject);
    if (lane === undefined) {
      const created = { subject, ids: [...ids], inFlight: false, stopWaiting: null };
      this.#lanes.set(subject, created);
      this.#offer(created);
      return;
    }
    lane.ids.splice(lane.inFlight ? 1 : 0, 0, ...ids);
    this.#endWait(lane);
  }

  /** Ends the wait of a head before its next attempt. */
  hurry(id: string): void {
    const lane = this.#laneOf(id);
    if (lane?.ids[0] === id) this.#endWait(lane);
  }

  /** Takes up to `limit` heads that can be sent and that `may` lets pass, and marks them as in flight. */
  take(limit: number, may: (id: string) => boolean): string[] {
    const taken: string[] = [];
    for (const subject of this.#ready) {
      if (taken.length >= limit) break;
      const lane = this.#lanes.get(subject);
      const head = lane?.ids[0];
      if (head !== undefined && !may(head)) continue;
      this.#ready.delete(subject);
      if (lane === undefined || head === undefined) continue;
      lane.inFlight = true;
      this.#inFlight += 1;
      taken.push(head);
    }
    return taken;
  }

  /**
   * Removes a decided command, so that the next one of its subject can be sent. A waiting command can be removed, too.
   */
  remove(id: string): void {
    const lane = this.#laneOf(id);
    if (lane === undefined) return;
    this.#subjectOf.delete(id);
    const index = lane.ids.indexOf(id);
    if (index < 0) return;
    lane.ids.splice(index, 1);
    if (index === 0) this.#release(lane);
    if (lane.ids.length === 0) {
      this.#lanes.delete(lane.subject);
      this.#ready.delete(lane.subject);
    } else {
      this.#offer(lane);
    }
  }

  /** Returns a command to the head of its lane. It is sent again when `wait` calls back, or at once if `wait` is null. */
  putBack(id: string, wait: ((ready: () => void) => () => void) | null): void {
    const lane = this.#laneOf(id);
    if (lane === undefined || lane.ids[0] !== id) return;
    this.#release(lane);
    if (wait !== null) {
      lane.stopWaiting = wait(() => {
        lane.stopWaiting = null;
        this.#offer(lane);
      });
    }
    this.#offer(lane);
  }

  dispose(): void {
    for (const lane of this.#lanes.values()) lane.stopWaiting?.();
    this.#lanes.clear();
    this.#subjectOf.clear();
    this.#ready.clear();
  }

  #laneOf(id: string): Lane | undefined {
    const subject = this.#subjectOf.get(id);
    return subject === undefined ? undefined : this.#lanes.get(subject);
  }

  #endWait(lane: Lane): void {
    lane.stopWaiting?.();
    lane.stopWaiting = null;
    this.#offer(lane);
  }

  #release(lane: Lane): void {
    if (lane.inFlight) this.#inFlight -= 1;
    lane.inFlight = false;
    lane.stopWaiting?.();
    lane.stopWaiting = null;
  }

  #offer(lane: Lane): void {
    if (!lane.inFlight && lane.stopWaiting === null && lane.ids.length > 0) this.#ready.add(lane.subject);
    else this.#ready.delete(lane.subject);
  }
}
