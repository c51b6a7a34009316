/**
 * Returns the conversation to open after one was resolved: the one below it in the list, or else above; null if there is no other.
 * `lastIndex` is where the resolved one was, in case the list has dropped it already.
 */
export function nextAfter(ids: readonly string[], resolved: string, lastIndex: number): string | null {
  const at = ids.indexOf(resolved);
  const rest = ids.filter((id) => id !== resolved);
  const next = at >= 0 ? at : lastIndex;
  return rest[Math.min(next, rest.length - 1)] ?? null;
}
