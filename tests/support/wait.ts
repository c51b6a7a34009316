/**
 * Waits for a fact by asking for it again and again, for facts that live in another thread or process. Throws with
 * `what` when the time is up; pass a function to describe the state at that moment.
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
