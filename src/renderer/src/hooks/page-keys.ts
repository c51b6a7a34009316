/** Rows read at once. */
export const PAGE_ROWS = 200;

/**
 * The keys that the pages of a list start from: `keys[0]` is null, `keys[n]` is the continuation key of page n − 1.
 * `ended` once the last page is known.
 */
export interface PageKeys {
  readonly keys: readonly (string | null)[];
  readonly ended: boolean;
  /** Rows of the last page, once it is known. */
  readonly lastRows: number | null;
}

/** A list of which nothing has been read yet. */
export const FIRST_PAGE: PageKeys = { keys: [null], ended: false, lastRows: null };

/**
 * Records the outcome of reading page `index`. Later keys stay until their own page has been read again; there are none
 * beyond the end.
 */
export function learnPage(known: PageKeys, index: number, next: string | null, rows: number): PageKeys {
  if (index >= known.keys.length) return known;
  if (next === null) {
    if (known.ended && known.keys.length === index + 1 && known.lastRows === rows) return known;
    return { keys: known.keys.slice(0, index + 1), ended: true, lastRows: rows };
  }
  if (known.keys[index + 1] === next) return known;
  const keys = [...known.keys];
  keys[index + 1] = next;
  return { keys, ended: known.ended && index + 1 < known.keys.length, lastRows: known.lastRows };
}

/** Records the keys of several pages, of which the first follows page `index`. `ended`: the last page follows the last key. */
export function learnKeys(known: PageKeys, index: number, next: readonly string[]): PageKeys {
  return next.reduce((keys, key, n) => learnPage(keys, index + n, key, PAGE_ROWS), known);
}

/** Returns the number of rows: counted if the end is known, else the server's total, but at least the rows known. */
export function rowCount(known: PageKeys, total: number): number {
  const before = (known.keys.length - 1) * PAGE_ROWS;
  if (known.ended && known.lastRows !== null) return before + known.lastRows;
  return Math.max(total, before);
}

/** Returns the pages that hold rows `from` to `to` and whose keys are known. */
export function pagesOf(known: PageKeys, from: number, to: number): number[] {
  const pages: number[] = [];
  const last = Math.min(Math.floor(Math.max(0, to) / PAGE_ROWS), known.keys.length - 1);
  for (let page = Math.floor(Math.max(0, from) / PAGE_ROWS); page <= last; page++) pages.push(page);
  return pages;
}
