import type { ChangeSet } from './types.ts';

/** Keys named per topic; beyond it a notice says "all". */
const MAX_KEYS = 200;

/** Gathers what a transaction changes. */
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

  /** A topic changed in a way that has no keys. */
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

  /** Hands over what was gathered and begins anew. */
  take(): ChangeSet {
    const set = this.#set;
    this.#set = emptyChanges();
    return set;
  }
}

/** A set of no changes. */
export function emptyChanges(): ChangeSet {
  return { topics: new Map(), levels: new Map(), lastEventAt: null };
}
