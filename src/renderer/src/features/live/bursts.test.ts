import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeActivity } from '../../../../../tests/support/make/activity.ts';
import { linesOf } from './bursts.ts';

const NONE: ReadonlySet<string> = new Set();
const row = (seq: number, type: string, at = seq * 1000) => makeActivity({ seq, at, type });

describe('bursts of activity', () => {
  it('are one line from four neighbours of a kind on, and open one by one', () => {
    const rows = [9, 8, 7, 6]
      .map((seq) => row(seq, 'a'))
      .concat([row(5, 'b'), row(4, 'b'), row(3, 'b'), row(2, 'a')]);
    const closed = linesOf(rows, NONE);
    expect(closed.map(({ key, count }) => [key, count])).toEqual([
      ['burst-6', 4],
      ['5', 1],
      ['4', 1],
      ['3', 1],
      ['2', 1],
    ]);
    expect(
      linesOf(rows, new Set(['burst-6'])).map(({ key, within }) => `${key}${within ? '+' : ''}`),
    ).toEqual([...['burst-6', '9+', '8+', '7+', '6+', '5', '4', '3', '2']]);
    // One that was opened stays open under that key when older events turn out to belong to it.
    const older = [...rows.slice(0, 4), row(1, 'a'), row(0, 'a')];
    expect(linesOf(older, new Set(['burst-6']))[0]).toMatchObject({ key: 'burst-6', count: 6, open: true });
    // Newer events join it, under the same key.
    expect(linesOf([row(10, 'a'), ...rows], NONE)[0]).toMatchObject({
      key: 'burst-6',
      count: 5,
      row: { seq: 10 },
    });
  });

  it('end after a minute, and with somebody else', () => {
    const apart = [4, 3, 2, 1].map((seq) => row(seq, 'a', seq * 60_001));
    expect(linesOf(apart, NONE)).toHaveLength(4);
    const others = [4, 3, 2, 1].map((seq) =>
      makeActivity({ seq, at: seq, type: 'a', actor: { kind: 'user', id: `u${seq % 2}`, name: 'Ada' } }),
    );
    expect(linesOf(others, NONE)).toHaveLength(4);
  });

  it('leave out nothing and repeat nothing, whatever is opened', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b'), { maxLength: 60 }),
        fc.array(fc.nat(60)),
        (types, opened) => {
          const rows = types.map((type, i) => row(types.length - i, type));
          const lines = linesOf(rows, new Set(opened.map((seq) => `burst-${seq}`)));
          expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
          const told = lines.filter(({ within }) => !within).reduce((n, { count }) => n + count, 0);
          expect(told).toBe(rows.length);
          const open = lines.filter((line) => line.open).reduce((n, { count }) => n + count, 0);
          expect(lines.filter(({ within }) => within)).toHaveLength(open);
        },
      ),
    );
  });
});
