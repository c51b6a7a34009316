/** How long work may go on before the window gets its turn, ms: half of a frame. */
const SLICE_MS = 8;

/** Returns a function to await between small pieces of long work: it gives the window its turn whenever a slice is over. */
export function createPacer(sliceMs = SLICE_MS): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    // A task of its own, so that keys and frames come in between.
    await new Promise<void>((resolve) => {
      setTimeout(resolve);
    });
    began = performance.now();
  };
}
