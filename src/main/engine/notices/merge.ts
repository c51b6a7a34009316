import type { ChangeNotice } from '#shared/bridge/changes.ts';
import type { Provenance } from '#shared/bridge/contract.ts';

/** The maximum number of keys per topic. A topic with more has null keys, which means all. */
const MAX_KEYS = 200;
/** The maximum number of levels in a notice. */
const MAX_LEVELS = 200;

/** Merged changes of limited size. Null keys stand for all keys of a topic. */
export interface Changes {
  readonly topics: ReadonlyMap<string, ReadonlySet<string> | null>;
  readonly levels: ReadonlyMap<string, ChangeNotice['levels'][number]>;
}

/** Merges changes. Beyond the limits the result is less precise, but it always covers all changes. */
export function mergeChanges(a: Changes, b: Changes): Changes {
  const topics = new Map(a.topics);
  for (const [topic, keys] of b.topics) {
    const before = topics.get(topic);
    topics.set(topic, before === undefined ? bounded(keys) : bounded(union(before, keys)));
  }
  let levels: Map<string, ChangeNotice['levels'][number]> = new Map([...a.levels, ...b.levels]);
  if (levels.size > MAX_LEVELS || topics.get('inventory') === null) {
    // The renderer would take a part of the changed levels for all of them.
    levels = new Map();
    topics.set('inventory', null);
  }
  return { topics, levels };
}

/** Empty changes. */
export const NO_CHANGES: Changes = { topics: new Map(), levels: new Map() };

/** Creates notice number `n`; null if nothing changed. */
export function toNotice(n: number, changes: Changes, asOf: Provenance): ChangeNotice | null {
  const { topics, levels } = mergeChanges(NO_CHANGES, changes);
  if (topics.size === 0 && levels.size === 0) return null;
  const named = [...topics].map(([topic, keys]) => ({ topic, keys: keys === null ? null : [...keys] }));
  return { n, topics: named, levels: [...levels.values()], asOf };
}

function union(a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): ReadonlySet<string> | null {
  return a === null || b === null ? null : new Set([...a, ...b]);
}

function bounded(keys: ReadonlySet<string> | null): ReadonlySet<string> | null {
  return keys !== null && keys.size > MAX_KEYS ? null : keys;
}
