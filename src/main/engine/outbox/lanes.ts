/** Commands with one subject: sent one after another, the next only when the one before has been decided. */
interface Lane {
  readonly subject: string;
  /** First in, first out; the head stays while it is in flight. */
  readonly ids: string[];
  inFlight: boolean;
  /** Ends the wait for the head's next attempt; null where it may be sent. */
  stopWaiting: (() => void) | null;
}

/**
 * Who may be sent next: the order inside a subject is kept, subjects go side by side and take turns. Holds ids only; the
 * outbox bounds how many there are.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #subjectOf = new Map<string, string>();
  /** Subjects whose head may be sent, in the order they became so. */
  readonly #ready = new Set<string>();
  #inFlight = 0;

  /** Commands waiting or in flight. */
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

  /** Takes up to `most` heads that may be sent; they are in flight from here on. */
  take(most: number): string[] {
    const taken: string[] = [];
    for (const subject of this.#ready) {
      if (taken.length >= most) break;
      const lane = this.#lanes.get(subject);
      const head = lane?.ids[0];
      this.#ready.delete(subject);
      if (lane === undefined || head === undefined) continue;
      lane.inFlight = true;
      this.#inFlight += 1;
      taken.push(head);
    }
    return taken;
  }

  /** The command was decided: the next of its subject may go. Works for a waiting one too (discarded, or settled by its event). */
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

  /** The command goes back to the head of its lane, not to be sent before `wait` calls back. */
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
