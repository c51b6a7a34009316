import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../../tests/support/random.ts';
import { SLICE_MS, SliceSize } from './slices.ts';

/** Works in slices on a disk and a processor of some speed. Returns the mean time and number of rows of a slice, once it has adapted. */
function work({ fixed, perRow, seed }: { fixed: number; perRow: number; seed: number }): {
  readonly ms: number;
  readonly rows: number;
} {
  const random = seeded(seed);
  const noisy = (ms: number): number => ms * (0.8 + 0.4 * random());
  const size = new SliceSize();
  const total = { ms: 0, rows: 0 };
  const [first, last] = [60, 260];
  for (let n = 0; n < last; n += 1) {
    const { rows } = size;
    const ms = noisy(fixed) + noisy(perRow * rows);
    if (n >= first) {
      total.ms += ms;
      total.rows += rows;
    }
    size.took(ms);
  }
  return { ms: total.ms / (last - first), rows: total.rows / (last - first) };
}

describe('the size of slices', () => {
  it('follows the processor on a fast disk', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.6, noNaN: true }), fc.integer(), (perRow, seed) => {
        const { ms } = work({ fixed: 0.2, perRow, seed });
        expect(ms).toBeGreaterThan(SLICE_MS / 3);
        expect(ms).toBeLessThan(SLICE_MS * 2);
      }),
    );
  });

  it('leaves a good part of the time to the rows, however slow each commit is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 10, max: 250, noNaN: true }),
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        fc.integer(),
        (fixed, perRow, seed) => {
          const { ms, rows } = work({ fixed, perRow, seed });
          expect((rows * perRow) / ms).toBeGreaterThan(0.2);
          expect(ms).toBeLessThan(fixed * 4 + perRow * 10);
        },
      ),
    );
  });
});
