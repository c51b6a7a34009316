/** What the ring needs to know of an event. */
interface Sequenced {
  readonly seq: number;
}

/** The newest committed events, without gaps, in a circular buffer of fixed size. */
export class EventRing<E extends Sequenced> {
  readonly #slots: (E | undefined)[];
  /** Sequence of the oldest event held; `#next` is one past the newest. Equal when empty. */
  #first = 1;
  #next = 1;

  constructor(capacity: number) {
    this.#slots = new Array<E | undefined>(capacity);
  }

  /** Forgets everything; the next event will follow `head`. */
  reset(head: number): void {
    this.#slots.fill(undefined);
    this.#first = head + 1;
    this.#next = head + 1;
  }

  /** Adds the event after the newest. An event that does not follow starts the ring anew. */
  push(event: E): void {
    if (event.seq !== this.#next) this.reset(event.seq - 1);
    this.#slots[event.seq % this.#slots.length] = event;
    this.#next = event.seq + 1;
    if (this.#next - this.#first > this.#slots.length) this.#first = this.#next - this.#slots.length;
  }

  /** Whether every event after `seq` up to the newest is here. */
  covers(seq: number): boolean {
    return seq + 1 >= this.#first && seq + 1 <= this.#next;
  }

  /** The event at a sequence, if it is here. */
  at(seq: number): E | undefined {
    if (seq < this.#first || seq >= this.#next) return undefined;
    return this.#slots[seq % this.#slots.length];
  }
}
