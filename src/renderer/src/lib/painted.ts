/**
 * Settles at the next frame. Streams return it from their listeners so that the next item waits until this one is
 * visible.
 */
export const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
