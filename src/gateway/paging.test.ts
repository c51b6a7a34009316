import { describe, expect, it } from 'vitest';
import { BY_ID, MAX_PAGE_BYTES, page } from './paging.ts';

interface Row {
  readonly id: string;
  readonly text: string;
}

function rowsOf(count: number, bytes: number): Row[] {
  return Array.from({ length: count }, (_, n) => ({
    id: String(n).padStart(6, '0'),
    text: 'x'.repeat(bytes),
  }));
}

describe('a page', () => {
  function walk(all: readonly Row[], limit: number) {
    let largest = 0;
    let most = 0;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { rows, next } = page<Row, string>({ limit, cursor }, BY_ID, (after, count) => {
        most = Math.max(most, count);
        return all.filter(({ id }) => id > after).slice(0, count);
      });
      seen.push(...rows.map(({ id }) => id));
      largest = Math.max(largest, Buffer.byteLength(JSON.stringify(rows)));
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    return { seen, largest, most };
  }

  it.each([
    [0, 10, 100],
    [99, 10, 100],
    [100, 10, 100],
    [250, 10, 100],
    [60, 40_000, 500],
    [5, 2 * MAX_PAGE_BYTES, 500],
  ])(
    'of %d rows of %d bytes, %d at most, has them all once, and no more bytes than a page may',
    (count, bytes, limit) => {
      const all = rowsOf(count, bytes);
      const { seen, largest, most } = walk(all, limit);
      expect(seen).toEqual(all.map(({ id }) => id));
      expect(largest).toBeLessThanOrEqual(Math.max(MAX_PAGE_BYTES + 2, bytes + 100));
      expect(most).toBeLessThanOrEqual(25);
    },
  );

  it('refuses the cursor of another list', () => {
    const cursor = Buffer.from('{"seq":1}').toString('base64url');
    expect(() => page<Row, string>({ limit: 1, cursor }, BY_ID, () => [])).toThrow(
      'does not belong to this list',
    );
  });
});
