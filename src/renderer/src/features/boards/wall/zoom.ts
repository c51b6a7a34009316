/** The smallest and the largest size at which a board is drawn on a wall, as a factor: smaller ones cannot be read from afar. */
export const ZOOM = { least: 1, most: 1.5 } as const;
/** A board is not drawn narrower than this for being larger, px. */
const LEAST_WIDTH = 1_100;

/** Returns the factor at which a board of some height, px, fills a room without leaving it. */
export function zoomToFit(
  { width, height }: { readonly width: number; readonly height: number },
  boardHeight: number,
): number {
  const fits = Math.min(height / Math.max(1, boardHeight), width / LEAST_WIDTH);
  // Rounded down: half a pixel more would make the room scroll.
  return Math.min(ZOOM.most, Math.max(ZOOM.least, Math.floor(fits * 100) / 100));
}

/** Returns how many screens a board of some height, px, takes. */
export function screensOf({ height }: { readonly height: number }, boardHeight: number): number {
  return height <= 0 ? 1 : Math.max(1, Math.ceil(boardHeight / height));
}
