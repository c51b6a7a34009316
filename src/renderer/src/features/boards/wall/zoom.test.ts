import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screensOf, ZOOM, zoomToFit } from './zoom.ts';

describe('the size of a board on a wall', () => {
  it('shows all of it wherever that can be read, and in as many screens as it takes where it cannot', () => {
    const side = fc.integer({ min: 0, max: 8_000 });
    fc.assert(
      fc.property(side, side, side, (width, height, board) => {
        const zoom = zoomToFit({ width, height }, board);
        expect(zoom).toBeGreaterThanOrEqual(ZOOM.least);
        expect(zoom).toBeLessThanOrEqual(ZOOM.most);
        const screens = screensOf({ height }, board * zoom);
        if (zoom > ZOOM.least || board <= height) expect(screens).toBe(1);
        if (height > 0) expect(screens * height).toBeGreaterThanOrEqual(board * zoom);
      }),
    );
    expect(zoomToFit({ width: 1896, height: 1000 }, 1000)).toBe(1);
    expect(zoomToFit({ width: 1896, height: 1000 }, 400)).toBe(ZOOM.most);
    expect(zoomToFit({ width: 1210, height: 1000 }, 400)).toBe(1.1);
  });
});
