import { describe, expect, it } from 'vitest';
import { FIRST_PAGE, learnPage, PAGE_ROWS, pagesOf, rowCount } from './page-keys.ts';

describe('page keys', () => {
  it('grow page by page and end', () => {
    let known = learnPage(FIRST_PAGE, 0, 'k1', PAGE_ROWS);
    known = learnPage(known, 1, 'k2', PAGE_ROWS);
    expect(known.keys).toEqual([null, 'k1', 'k2']);
    expect(rowCount(known, 10_000)).toBe(10_000);
    known = learnPage(known, 2, null, 7);
    expect(rowCount(known, 10_000)).toBe(2 * PAGE_ROWS + 7);
  });

  it('are the same object where nothing new was learnt', () => {
    const known = learnPage(FIRST_PAGE, 0, 'k1', PAGE_ROWS);
    expect(learnPage(known, 0, 'k1', PAGE_ROWS)).toBe(known);
    const ended = learnPage(known, 1, null, 3);
    expect(learnPage(ended, 1, null, 3)).toBe(ended);
  });

  it('follow a boundary that moved, and an end that came nearer', () => {
    let known = learnPage(learnPage(FIRST_PAGE, 0, 'k1', PAGE_ROWS), 1, 'k2', PAGE_ROWS);
    known = learnPage(known, 0, 'k1b', PAGE_ROWS);
    expect(known.keys).toEqual([null, 'k1b', 'k2']);
    known = learnPage(known, 0, null, 12);
    expect(known).toEqual({ keys: [null], ended: true, lastRows: 12 });
  });

  it('go on where an ended list has grown', () => {
    const ended = learnPage(FIRST_PAGE, 0, null, 12);
    const grown = learnPage(ended, 0, 'k1', PAGE_ROWS);
    expect(grown.ended).toBe(false);
    expect(grown.keys).toEqual([null, 'k1']);
  });

  it('name the pages of a range that can be read', () => {
    const known = { keys: [null, 'a', 'b'], ended: false, lastRows: null };
    expect(pagesOf(known, 0, 10)).toEqual([0]);
    expect(pagesOf(known, PAGE_ROWS - 1, PAGE_ROWS + 1)).toEqual([0, 1]);
    expect(pagesOf(known, PAGE_ROWS * 50, PAGE_ROWS * 51)).toEqual([]);
  });
});
