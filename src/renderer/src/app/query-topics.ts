import type { ChangeNotice } from '#shared/bridge/changes.ts';

/**
 * Queries that read more than their own topic. A query key starts with a topic: a channel's name, `outbox`, or one of
 * these, which a notice about any of the topics named makes stale as well.
 */
const DEPENDENTS: Readonly<Record<string, readonly string[]>> = {
  /** Figures, chart and top products read orders and payments. */
  figures: ['orders', 'payments'],
  /** The activity feed reads every channel. */
  activity: ['inventory', 'alerts', 'orders', 'payments', 'chat', 'notifications', 'system', 'admin', 'team'],
  /** Rows that show what is still in the outbox. */
  inventory: ['outbox'],
  alerts: ['outbox'],
  chat: ['outbox'],
};

/** A notice about payments names their orders. */
const SAME_RECORDS: Readonly<Record<string, string>> = { payments: 'orders' };

/** What became stale: by first part of the query key, the records concerned, null meaning all. */
export type Stale = ReadonlyMap<string, ReadonlySet<string> | null>;

/** More record names than this are not told apart any more. */
const MOST_KEYS = 500;

function mark(stale: Map<string, Set<string> | null>, topic: string, keys: Iterable<string> | null): void {
  const known = stale.get(topic);
  if (known === null) return;
  if (keys === null) {
    stale.set(topic, null);
    return;
  }
  const merged = known ?? new Set<string>();
  for (const key of keys) merged.add(key);
  stale.set(topic, merged.size > MOST_KEYS ? null : merged);
}

/** Adds what a notice says to what is stale already. */
export function markStale(stale: Map<string, Set<string> | null>, topics: ChangeNotice['topics']): void {
  for (const { topic, keys } of topics) {
    mark(stale, topic, keys);
    const same = SAME_RECORDS[topic];
    if (same !== undefined) mark(stale, same, keys);
    for (const [dependent, sources] of Object.entries(DEPENDENTS)) {
      if (sources.includes(topic)) mark(stale, dependent, null);
    }
  }
}

/**
 * Whether a query must be read again. A query about one record says so in its meta (`record`); then a notice that names
 * other records does not concern it. Keys may be compound (`item:location`): any part counts.
 */
export function isStale(queryKey: readonly unknown[], record: unknown, stale: Stale): boolean {
  const topic = queryKey[0];
  if (typeof topic !== 'string') return false;
  const keys = stale.get(topic);
  if (keys === undefined) return false;
  if (keys === null || typeof record !== 'string') return true;
  for (const key of keys) {
    if (key === record || key.split(':').includes(record)) return true;
  }
  return false;
}
