import type { ChangeSet } from './types.ts';

/** The maximum number of keys per topic. A topic with more has null keys, which means all. */
const MAX_KEYS = 200;

/** Collects the changes of a transaction. */
export class ChangeCollector {
  #set: ChangeSet = emptyChanges();

  touch(topic: string, key: string): void {
    const keys = this.#set.topics.get(topic);
    if (keys === null) return;
    if (!keys) this.#set.topics.set(topic, new Set([key]));
    else if (keys.size < MAX_KEYS || keys.has(key)) keys.add(key);
    else this.#set.topics.set(topic, null);
  }

  touchAll(topic: string): void {
    this.#set.topics.set(topic, null);
  }

  /** Marks a topic as changed without naming keys. */
  touchTopic(topic: string): void {
    if (!this.#set.topics.has(topic)) this.#set.topics.set(topic, new Set());
  }

  level(level: {
    itemId: string;
    locationId: string;
    onHand: number;
    committed: number;
    unavailable: number;
    seq: number;
    at: number;
  }): void {
    this.#set.levels.set(`${level.itemId}:${level.locationId}`, level);
  }

  sawEventAt(at: number): void {
    if (this.#set.lastEventAt === null || at > this.#set.lastEventAt) this.#set.lastEventAt = at;
  }

  /** Returns the collected changes and starts over. */
  take(): ChangeSet {
    const set = this.#set;
    this.#set = emptyChanges();
    return set;
  }
}

/** Creates an empty change set. */
export function emptyChanges(): ChangeSet {
  return { topics: new Map(), levels: new Map(), lastEventAt: null };
}
