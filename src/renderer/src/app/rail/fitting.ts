import type { NavEntry } from '../../lib/feature.ts';

/** Entries at the foot that stay in sight where room is short: what waits to be sent, and the settings. */
const KEPT: ReadonlySet<string> = new Set(['/outbox', '/settings']);

/** Whether a path is on the page of an entry. */
export function isAt(entry: Pick<NavEntry, 'path'>, pathname: string): boolean {
  return pathname === entry.path || pathname.startsWith(`${entry.path}/`);
}

/**
 * Returns the entries at the foot that are shown, and those behind "More". Where room is short, only what is always needed is shown, and
 * the page that is open. A menu of one entry would save no room.
 */
export function footOf(
  entries: readonly NavEntry[],
  pathname: string,
  short: boolean,
): { readonly shown: readonly NavEntry[]; readonly more: readonly NavEntry[] } {
  const foot = entries.filter(({ place }) => place === 'foot');
  const more = short ? foot.filter(({ path }) => !KEPT.has(path)) : [];
  if (more.length <= 1) return { shown: foot, more: [] };
  return { shown: foot.filter((entry) => !more.includes(entry) || isAt(entry, pathname)), more };
}
