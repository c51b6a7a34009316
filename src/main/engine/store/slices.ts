/** How long one slice of work on the cache takes, ms: it is one transaction and one turn of the event loop. */
export const SLICE_MS = 8;

/** Work that is done in slices. Between two of them, the event loop takes a turn. */
export type Slices<R> = Generator<undefined, R, undefined>;

/** Does all slices at once and returns the result. */
export function finish<R>(work: Slices<R>): R {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Adapts how many rows a slice takes to the time that the last one took. */
export class SliceSize {
  rows: number;

  constructor(rows = 200) {
    this.rows = rows;
  }

  /** Records how long a slice of `rows` took, ms. */
  took(ms: number): void {
    const factor = Math.min(2, Math.max(0.25, SLICE_MS / Math.max(ms, 0.1)));
    this.rows = Math.min(5_000, Math.max(10, Math.round(this.rows * factor)));
  }
}
