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

/** How much an earlier slice counts beside the one after it. */
const FADING = 0.8;
/** The most and the least by which the number of rows changes at a time. */
const [GROWS, SHRINKS] = [2, 0.25];

/**
 * Adapts how many rows a slice takes, so that it takes `SLICE_MS`. Part of a slice's time is the same for any number of rows: a
 * commit waits for the disk. Fewer rows would not shorten that, so on a slow disk the rows take as long as the commit does.
 * Otherwise, a console whose disk is slow would never catch up with a busy shop.
 */
export class SliceSize {
  rows: number;
  /** Fading sums over the slices: their number, rows, time, rows², and rows × time. */
  readonly #sums = { n: 0, rows: 0, ms: 0, squares: 0, products: 0 };
  #msPerRow: number | null = null;

  constructor(rows = 200) {
    this.rows = rows;
  }

  /** Records how long a slice of some rows took, ms. */
  took(ms: number, rows = this.rows): void {
    const { perRow, fixed } = this.#learn(Math.max(ms, 0.1), rows);
    const forRows = Math.max(SLICE_MS - fixed, fixed);
    const factor = Math.min(GROWS, Math.max(SHRINKS, forRows / Math.max(perRow * this.rows, 0.001)));
    this.rows = Math.min(5_000, Math.max(10, Math.round(this.rows * factor)));
  }

  /** Fits a line through the slices: the time of a row, and that of a slice without rows, ms. */
  #learn(ms: number, rows: number): { readonly perRow: number; readonly fixed: number } {
    const sums = this.#sums;
    sums.n = sums.n * FADING + 1;
    sums.rows = sums.rows * FADING + rows;
    sums.ms = sums.ms * FADING + ms;
    sums.squares = sums.squares * FADING + rows * rows;
    sums.products = sums.products * FADING + rows * ms;
    const [meanRows, meanMs] = [sums.rows / sums.n, sums.ms / sums.n];
    const variance = sums.squares / sums.n - meanRows ** 2;
    // Slices of one size do not tell what a row costs.
    if (variance > (0.1 * meanRows) ** 2)
      this.#msPerRow = (sums.products / sums.n - meanRows * meanMs) / variance;
    const perRow = Math.min(meanMs / meanRows, Math.max(0, this.#msPerRow ?? Number.POSITIVE_INFINITY));
    return { perRow, fixed: meanMs - perRow * meanRows };
  }
}
