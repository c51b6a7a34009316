import { UNDO_GRACE_MS, UNDO_MS } from '#shared/bridge/outbox.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { OutboxRows, StoredRow } from './rows.ts';
import type { Sender } from './sender.ts';

/** What discarding needs. */
export interface DiscardsOptions {
  readonly rows: OutboxRows;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Commands were discarded for good: these rows are as they were before. */
  readonly done: (rows: readonly StoredRow[]) => void;
}

interface Batch {
  readonly ids: readonly string[];
  readonly stop: () => void;
}

/**
 * Commands that the user has discarded, for as long as that can be taken back. They stay in the outbox, marked, and are not
 * sent. When the time is over, they are deleted, or withdrawn at the gateway if it may have them.
 *
 * If the console ends before, they stay marked: neither lost nor sent. Nobody can press a button that is gone, so then there is
 * no time limit: the user restores them or discards them once more.
 */
export class Discards {
  readonly #options: DiscardsOptions;
  readonly #batches = new Map<string, Batch>();
  /** Those of an earlier run, and those that could not be discarded for good. */
  readonly #stranded: Set<string>;

  constructor(options: DiscardsOptions) {
    this.#options = options;
    this.#stranded = new Set(options.rows.discardedIds());
  }

  /** The number of discarded commands that wait for the user to decide. */
  get stranded(): number {
    return this.#stranded.size;
  }

  /** Returns the number of commands in a batch; undefined if there is none, or its time is over. */
  sizeOf(batch: string): number | undefined {
    return this.#batches.get(batch)?.ids.length;
  }

  /** Marks commands as discarded, and begins their time. Returns those that were marked. Throws SQLite's errors. */
  begin(batch: string, ids: readonly string[]): readonly string[] {
    const { rows, sender, clock } = this.#options;
    const marked = rows.setAside(ids);
    if (marked.length === 0) return marked;
    sender.hold(marked);
    const stop = clock.setTimeout(() => this.#finish(batch), UNDO_MS + UNDO_GRACE_MS);
    this.#batches.set(batch, { ids: marked, stop });
    return marked;
  }

  /** Takes a batch back, or one command. Returns the commands that were brought back. Throws SQLite's errors. */
  takeBack(batch: string | null, id: string | null): readonly StoredRow[] {
    const { rows, sender } = this.#options;
    const known = batch === null ? undefined : this.#batches.get(batch);
    const back = rows.bringBack([...(known?.ids ?? []), ...(id === null ? [] : [id])]);
    if (known !== undefined && batch !== null) {
      known.stop();
      this.#batches.delete(batch);
    }
    const found = back.flatMap((one) => rows.get(one) ?? []);
    for (const row of found) {
      this.#stranded.delete(row.id);
      if (row.state === 'queued' || row.state === 'sending') sender.release(row);
    }
    return found;
  }

  /** A command was discarded for good, or is settled. */
  forget(id: string): void {
    this.#stranded.delete(id);
  }

  dispose(): void {
    for (const { stop } of this.#batches.values()) stop();
    this.#batches.clear();
  }

  #finish(batch: string): void {
    const { rows, sender, logger, done } = this.#options;
    const ids = this.#batches.get(batch)?.ids ?? [];
    this.#batches.delete(batch);
    const before = ids.flatMap((id) => rows.get(id) ?? []).filter(({ withdraw }) => withdraw === 2);
    try {
      const { deleted, withdrawn } = rows.discardForGood(ids);
      for (const id of deleted) sender.drop(id);
      for (const id of withdrawn) {
        const row = rows.get(id);
        if (row === undefined) continue;
        sender.release(row);
        sender.hurry(id);
      }
    } catch (error) {
      // They stay as they are: neither sent nor lost.
      logger.error({ error: String(error) }, 'cannot discard commands for good');
      for (const { id } of before) this.#stranded.add(id);
    }
    done(before);
  }
}
