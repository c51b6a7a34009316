/** The fields of an event that the ring uses. */
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

  /** Empties the ring; the next event follows `head`. */
  reset(head: number): void {
    this.#slots.fill(undefined);
    this.#first = head + 1;
    this.#next = head + 1;
  }

  /** Adds the event after the newest. An event that does not follow it empties the ring first. */
  push(event: E): void {
    if (event.seq !== this.#next) this.reset(event.seq - 1);
    this.#slots[event.seq % this.#slots.length] = event;
    this.#next = event.seq + 1;
    if (this.#next - this.#first > this.#slots.length) this.#first = this.#next - this.#slots.length;
  }

  /** Replaces the event of the same sequence if the ring holds it. */
  replace(event: E): void {
    if (this.at(event.seq)) this.#slots[event.seq % this.#slots.length] = event;
  }

  /** Whether the ring holds every event after `seq`. */
  covers(seq: number): boolean {
    return seq + 1 >= this.#first && seq + 1 <= this.#next;
  }

  /** Returns the event at a sequence if the ring holds it. */
  at(seq: number): E | undefined {
    if (seq < this.#first || seq >= this.#next) return undefined;
    return this.#slots[seq % this.#slots.length];
  }
}
