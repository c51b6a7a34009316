/**
 * Waits until a condition holds by polling it, for state in another thread or process. Throws an error with `what` when the
 * time is up. Pass a function to describe the state at that moment.
 */
export async function until(
  what: string | (() => string),
  fact: () => boolean | Promise<boolean>,
  withinMs = 30_000,
  everyMs = 20,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await fact())) {
    if (Date.now() > end)
      throw new Error(`not within ${withinMs} ms: ${typeof what === 'string' ? what : what()}`);
    await new Promise((done) => setTimeout(done, everyMs));
  }
}
