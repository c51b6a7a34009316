import type { ChangeNotice } from '#shared/bridge/changes.ts';
import type { TopicRule } from '../lib/feature.ts';

/** What became stale: by topic (the first part of a query key) the records concerned, null meaning all. */
export type Stale = ReadonlyMap<string, ReadonlySet<string> | null>;
type MutableStale = Map<string, Set<string> | null>;

/** More record keys than this count as "all". */
const MAX_KEYS = 500;

/** Which queries a change notice makes stale. Topics are channels, `outbox`, and those that features declare. */
export interface Topics {
  /** Returns what a notice makes stale. */
  staleAfter(topics: ChangeNotice['topics']): Stale;
}

function mark(stale: MutableStale, topic: string, keys: Iterable<string> | null): void {
  const known = stale.get(topic);
  if (known === null) return;
  if (keys === null) {
    stale.set(topic, null);
    return;
  }
  const merged = known ?? new Set<string>();
  for (const key of keys) merged.add(key);
  stale.set(topic, merged.size > MAX_KEYS ? null : merged);
}

/** Builds the topics from the rules that features declare. */
export function createTopics(rules: readonly Readonly<Record<string, TopicRule>>[]): Topics {
  /** By topic: topics whose queries read it as well. */
  const readers = new Map<string, string[]>();
  const sharers = new Map<string, string>();
  for (const [topic, { reads = [], sharesRecordsWith }] of rules.flatMap((rule) => Object.entries(rule))) {
    for (const source of reads) readers.set(source, [...(readers.get(source) ?? []), topic]);
    if (sharesRecordsWith !== undefined) sharers.set(topic, sharesRecordsWith);
  }
  return {
    staleAfter(topics) {
      const stale: MutableStale = new Map();
      for (const { topic, keys } of topics) {
        mark(stale, topic, keys);
        const sharer = sharers.get(topic);
        if (sharer !== undefined) mark(stale, sharer, keys);
        for (const reader of readers.get(topic) ?? []) mark(stale, reader, null);
      }
      return stale;
    },
  };
}

/**
 * Whether a query must be read again. A query about one record names it in its meta (`record`), so that notices that
 * name only other records leave it alone. Keys may be compound (`item:location`): any part counts.
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
