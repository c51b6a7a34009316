import type { Clock, Logger } from '../../ports.ts';
import type { WatchedRead } from '../api/engine.ts';
import type { TimedResult } from './readers.ts';
import { Watch } from './watch.ts';

/** The shortest time between two reads: nobody reads figures that change more than ten times a second, and windows paint each. */
const EVERY_MS = 100;
/** How often reads that change with time are repeated while nothing happens. */
const TICK_MS = 1_000;
/** The pause after a read, as a multiple of the time it took: all watched reads together use a quarter of one reader's time. */
const PAUSE_FACTOR = 3;

/** When a watched read must be repeated. */
interface Rule {
  /** The topics of the changes that it depends on. */
  readonly topics: readonly string[];
  /** Whether it changes with time alone, because it covers a window that ends now. */
  readonly ticks: boolean;
}

const WATCHED: Readonly<Record<WatchedRead, Rule>> = {
  'live.figures': { topics: ['payments', 'orders', 'chat', 'alerts'], ticks: true },
};

/** Returns whether reader threads answer a stream. */
export function isWatchedRead(name: string): name is WatchedRead {
  return Object.hasOwn(WATCHED, name);
}

/** What the registry needs. */
export interface WatchedReadsOptions {
  readonly clock: Pick<Clock, 'setTimeout'>;
  readonly logger: Logger;
  /** Runs a read on a reader thread; null while no cache is open. Never rejects. */
  readonly read: (name: WatchedRead, input: unknown) => Promise<TimedResult> | null;
  /** Called when the first query is watched, and when the last one no longer is: whether `changed` is needed. */
  readonly active: (active: boolean) => void;
}

/** One query with its parameters, however many windows watch it. */
interface Entry {
  readonly name: WatchedRead;
  readonly input: unknown;
  readonly watches: Set<Watch>;
  /** Whether the cache may have changed since the last read began. */
  stale: boolean;
  /** The number of the last read that was begun; 0 if there was none. */
  begun: number;
  /** The number of the read that the item is from; 0 if there is no item. */
  version: number;
  item: unknown;
}

/**
 * The registry of watched reads. Each query is read once for all that watch it, by a reader thread, so that the writer spends
 * nothing on it. One read runs at a time, in turn, within one budget for all. A change during a read makes one more read
 * necessary, however many changes there are, and only a read that began later replaces an item.
 */
export class WatchedReads {
  readonly #options: WatchedReadsOptions;
  /** By query and parameters. */
  readonly #entries = new Map<string, Entry>();
  #begun = 0;
  /** Increased with each cache that is opened or closed. Answers from an earlier cache are dropped. */
  #cache = 0;
  #running = false;
  #visible = true;
  #live = false;
  #stopPause: (() => void) | null = null;
  #stopTick: (() => void) | null = null;
  #disposed = false;

  constructor(options: WatchedReadsOptions) {
    this.#options = options;
  }

  /** Watches a read. A known item is delivered at once. Returns an unsubscribe function. */
  watch(name: WatchedRead, input: object, sink: (item: unknown) => Promise<void>): () => void {
    const key = keyOf(name, input);
    const watch = new Watch(sink, () => this.#next());
    const entry = this.#entries.get(key) ?? this.#add(key, name, input);
    entry.watches.add(watch);
    if (entry.version > 0) watch.deliver(entry.item, true);
    this.#next();
    this.#tick();
    return () => {
      watch.end();
      entry.watches.delete(watch);
      if (entry.watches.size > 0 || this.#entries.get(key) !== entry) return;
      this.#entries.delete(key);
      if (this.#entries.size === 0) this.#idle();
    };
  }

  /** The cache changed in these topics. */
  changed(topics: readonly string[]): void {
    for (const entry of this.#entries.values()) {
      if (WATCHED[entry.name].topics.some((topic) => topics.includes(topic))) entry.stale = true;
    }
    this.#next();
  }

  /** Another cache was opened, or the same one again, or it was closed. What is known is no longer valid. */
  reset(): void {
    this.#cache += 1;
    this.#running = false;
    for (const entry of this.#entries.values()) {
      entry.stale = true;
      entry.version = 0;
      entry.item = null;
    }
    this.#next();
  }

  /** While the window is hidden, nothing is read. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#next();
    this.#tick();
  }

  /** While the connection is live, time passes in the windows of the reads. */
  setLive(live: boolean): void {
    this.#live = live;
    this.#tick();
  }

  dispose(): void {
    this.#disposed = true;
    for (const { watches } of this.#entries.values()) for (const watch of watches) watch.end();
    this.#entries.clear();
    this.#endTimers();
  }

  #add(key: string, name: WatchedRead, input: unknown): Entry {
    const entry: Entry = { name, input, watches: new Set(), stale: true, begun: 0, version: 0, item: null };
    this.#entries.set(key, entry);
    if (this.#entries.size === 1) this.#options.active(true);
    return entry;
  }

  #idle(): void {
    this.#endTimers();
    this.#options.active(false);
  }

  /** Begins the next read that is due: of those that someone can take, the one whose last read is longest ago. */
  #next(): void {
    if (this.#disposed || this.#running || this.#stopPause !== null || !this.#visible) return;
    let due: Entry | null = null;
    for (const entry of this.#entries.values()) {
      if (!entry.stale || (due !== null && due.begun <= entry.begun)) continue;
      if ([...entry.watches].some((watch) => watch.idle)) due = entry;
    }
    const reading = due === null ? null : this.#options.read(due.name, due.input);
    if (due === null || reading === null) return;
    this.#begun += 1;
    this.#running = true;
    due.stale = false;
    due.begun = this.#begun;
    void this.#take(due, reading, this.#begun, this.#cache);
  }

  async #take(entry: Entry, reading: Promise<TimedResult>, version: number, cache: number): Promise<void> {
    const { result, ms } = await reading;
    if (this.#disposed || cache !== this.#cache) return;
    this.#running = false;
    if (!result.ok) {
      const { code, message } = result.error;
      this.#options.logger.warn({ name: entry.name, code, message }, 'cannot update a watched read');
      if (code === 'unavailable') entry.stale = true;
      this.#pause(TICK_MS);
      return;
    }
    if (version > entry.version) {
      entry.version = version;
      entry.item = result.value;
      for (const watch of entry.watches) watch.deliver(result.value, true);
    }
    this.#pause(Math.max(EVERY_MS, ms * PAUSE_FACTOR));
  }

  #pause(ms: number): void {
    if (this.#entries.size === 0) return;
    this.#stopPause?.();
    this.#stopPause = this.#options.clock.setTimeout(() => {
      this.#stopPause = null;
      this.#next();
    }, ms);
  }

  #tick(): void {
    if (!this.#live || !this.#visible) {
      this.#stopTick?.();
      this.#stopTick = null;
      return;
    }
    if (this.#stopTick !== null || this.#disposed || this.#entries.size === 0) return;
    this.#stopTick = this.#options.clock.setTimeout(() => {
      this.#stopTick = null;
      for (const entry of this.#entries.values()) if (WATCHED[entry.name].ticks) entry.stale = true;
      this.#next();
      this.#tick();
    }, TICK_MS);
  }

  #endTimers(): void {
    this.#stopPause?.();
    this.#stopPause = null;
    this.#stopTick?.();
    this.#stopTick = null;
  }
}

/** The same parameters give the same key, in whichever order they are written. */
function keyOf(name: WatchedRead, input: object): string {
  const sorted = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name} ${JSON.stringify(sorted)}`;
}
