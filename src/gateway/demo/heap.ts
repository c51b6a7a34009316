/** A binary heap: takes values in any order and gives the first of them. */
export class Heap<T> {
  readonly #values: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#values.length;
  }

  /** The first value; undefined when there is none. */
  get first(): T | undefined {
    return this.#values[0];
  }

  add(value: T): void {
    this.#values.push(value);
    this.#rise(this.#values.length - 1);
  }

  /** Removes and returns the first value. */
  take(): T | undefined {
    const first = this.#values[0];
    const last = this.#values.pop();
    if (last !== undefined && this.#values.length > 0) {
      this.#values[0] = last;
      this.#sink();
    }
    return first;
  }

  clear(): void {
    this.#values.length = 0;
  }

  #before(a: number, b: number): boolean {
    const x = this.#values[a];
    const y = this.#values[b];
    return x !== undefined && y !== undefined && this.#isBefore(x, y);
  }

  #swap(a: number, b: number): void {
    const held = this.#values[a] as T;
    this.#values[a] = this.#values[b] as T;
    this.#values[b] = held;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      const right = left + 1;
      let least = at;
      if (this.#before(left, least)) least = left;
      if (this.#before(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }
}
