import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZOOM, zoomToFit } from './zoom.ts';

describe('the size of a board on a wall', () => {
  it('shows all of the board wherever that can be read, and is never too small or too large to read', () => {
    const side = fc.integer({ min: 0, max: 8_000 });
    fc.assert(
      fc.property(side, side, side, (width, height, board) => {
        const zoom = zoomToFit({ width, height }, board);
        expect(zoom).toBeGreaterThanOrEqual(ZOOM.least);
        expect(zoom).toBeLessThanOrEqual(ZOOM.most);
        if (zoom > ZOOM.least) expect(board * zoom).toBeLessThanOrEqual(height);
      }),
    );
    expect(zoomToFit({ width: 1896, height: 1000 }, 1000)).toBe(1);
    expect(zoomToFit({ width: 1896, height: 1000 }, 400)).toBe(ZOOM.most);
    expect(zoomToFit({ width: 1210, height: 1000 }, 400)).toBe(1.1);
  });
});
