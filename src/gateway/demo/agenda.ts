import { Heap } from './heap.ts';

/** Longest delay of a timer; setTimeout takes at most 2^31 − 1 ms. */
const MAX_DELAY_MS = 2_000_000_000;

/** What an entry does. The agenda does not wait for a promise; it reports its rejection. */
type Work = () => void | Promise<void>;

/** The clock was set if it is off from before by more than this; less is drift. */
const DRIFT_MS = 1_000;

interface Entry {
  /** When it is due, by `performance.now()`. */
  readonly at: number;
  readonly order: number;
  readonly work: Work;
}

/** Limits and clock of an agenda. */
export interface AgendaOptions {
  readonly now: () => number;
  /** Maximum waiting entries; more are refused. */
  readonly capacity: number;
  /** How long due entries run before other work gets its turn, ms. */
  readonly sliceMs: number;
  /** Called with an entry's error; the other entries still run. */
  readonly onError: (error: unknown) => void;
}

/**
 * Runs work at planned times, with one timer for all of it. Entries of the same time run in the order they were added. Late
 * entries run late, in slices; nothing runs after `dispose`.
 */
export class Agenda {
  readonly #options: AgendaOptions;
  readonly #heap = new Heap<Entry>((a, b) => (a.at !== b.at ? a.at < b.at : a.order < b.order));
  #timer: NodeJS.Timeout | null = null;
  #order = 0;
  /** The time of day minus `performance.now()`, as of the last entry. */
  #offset = Number.NEGATIVE_INFINITY;
  #disposed = false;

  constructor(options: AgendaOptions) {
    this.#options = options;
  }

  /** Whether more entries are refused for lack of room. */
  get isFull(): boolean {
    return !this.#disposed && this.#heap.size >= this.#options.capacity;
  }

  get size(): number {
    return this.#heap.size;
  }

  /**
   * Adds an entry; returns false when the agenda is full or disposed. When the clock is set later, the entry still runs
   * after the time that it had to wait.
   */
  add(at: number, work: Work): boolean {
    if (this.#disposed || this.#heap.size >= this.#options.capacity) return false;
    this.#order += 1;
    this.#heap.add({ at: at - this.#offsetNow(), order: this.#order, work });
    this.#arm();
    return true;
  }

  dispose(): void {
    this.#disposed = true;
    this.#heap.clear();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #offsetNow(): number {
    const offset = this.#options.now() - performance.now();
    if (Math.abs(offset - this.#offset) > DRIFT_MS) this.#offset = offset;
    return this.#offset;
  }

  #arm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const first = this.#heap.first;
    if (!first || this.#disposed) return;
    const delay = Math.min(MAX_DELAY_MS, Math.max(0, first.at - performance.now()));
    this.#timer = setTimeout(() => this.#run(), delay);
  }

  #run(): void {
    this.#timer = null;
    const end = performance.now() + this.#options.sliceMs;
    while (!this.#disposed) {
      const first = this.#heap.first;
      const now = performance.now();
      if (!first || first.at > now || now > end) break;
      this.#heap.take();
      try {
        first.work()?.catch(this.#options.onError);
      } catch (error) {
        this.#options.onError(error);
      }
    }
    this.#arm();
  }
}
