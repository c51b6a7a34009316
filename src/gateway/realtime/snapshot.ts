import { z } from 'zod';
import type { Channel } from '#shared/protocol/channels.ts';
import {
  type Cursor,
  type HistoryRange,
  ROW_PAGE,
  type SnapshotProgress,
} from '#shared/protocol/messages.ts';
import type { KeyedRow, RowKey, RowSource } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import { type EncodedRow, encodeRow, fitting, positionOf, type RowSources } from './sources.ts';
import type { Variant } from './variants.ts';

/** Maximum snapshots read at a time, over all connections; each holds a page of rows. */
export const MAX_SNAPSHOTS = 16;
/** Those of one user: two consoles that connect at once. */
export const MAX_SNAPSHOTS_PER_USER = 2;

/** Where a snapshot stands: when it was begun (ms), which source is read, and the key of its last row. */
const Place = z.tuple([
  z.number().min(0),
  z.int().min(0).max(100),
  z
    .array(z.union([z.string().max(200), z.number()]))
    .max(4)
    .nullable(),
]);

/** A page of rows as JSON, and the position after them. */
export interface SnapshotRows {
  readonly rows: readonly string[];
  readonly after: string;
}

/**
 * One channel's rows, read page by page. A page is as new as the moment it is read, at least as new as the cursor. The events
 * after the cursor set what they change to values of their own, so that the rows of all pages end up the same.
 */
export interface Snapshot {
  readonly channel: Channel;
  readonly cursor: Cursor;
  /** The rows that the client has already, if it goes on where the client said; null if it begins. */
  readonly resumedAt: number | null;
  /** Returns the next rows; null after the last. */
  nextPage(): SnapshotRows | null;
  /** Rows returned so far, those before an interruption included. */
  readonly rows: number;
  /** What the client can request afterwards. */
  readonly history: readonly HistoryRange[];
  /** Makes room for another. Idempotent. */
  close(): void;
}

/** How a snapshot begins. */
export interface SnapshotRequest {
  readonly channel: Channel;
  readonly variant: Variant;
  /** Whether the client requests older rows itself. Others get all rows. */
  readonly windowed: boolean;
  /** The interrupted snapshot to go on with. */
  readonly progress: SnapshotProgress | undefined;
  /** Whether the user receives a row. */
  readonly shows: (row: KeyedRow) => boolean;
}

/** Begins snapshots. */
export class SnapshotSource {
  readonly #sources: RowSources;
  readonly #log: EventLog;
  readonly #now: () => number;
  #open = 0;

  constructor(sources: RowSources, log: EventLog, now: () => number) {
    this.#sources = sources;
    this.#log = log;
    this.#now = now;
  }

  /** Snapshots being read now. */
  get open(): number {
    return this.#open;
  }

  /** Begins a snapshot, or goes on with an interrupted one. `SnapshotSlots` bounds how many are read at a time. */
  begin({ channel, variant, windowed, progress, shows }: SnapshotRequest): Snapshot {
    this.#open += 1;
    const sources = this.#sources.of(channel);
    const place = windowed && progress ? this.#placeOf(progress) : null;
    const [startedAt, at, key] = place ?? [this.#now(), 0, null];
    const head = this.#log.head();
    const encode = (row: KeyedRow): EncodedRow => encodeRow(variant, channel, row);
    const reading = new Reading(this.#sources, sources, { encode, shows }, windowed, startedAt, at, key);
    let rows = place && progress ? progress.rows : 0;
    let closed = false;
    return {
      channel,
      cursor: place && progress ? progress.cursor : { seq: head, id: this.#log.idAt(head) },
      resumedAt: place && progress ? progress.rows : null,
      get rows() {
        return rows;
      },
      history: windowed ? sources.flatMap((source) => this.#rangeOf(source, startedAt)) : [],
      nextPage: () => {
        const page = reading.next();
        rows += page?.rows.length ?? 0;
        return page;
      },
      close: () => {
        if (!closed) this.#open -= 1;
        closed = true;
      },
    };
  }

  /** Returns where a client's snapshot stopped; null if the log does not reach back to its cursor, or its history differs. */
  #placeOf({ cursor, after }: SnapshotProgress): z.infer<typeof Place> | null {
    const { seq, id } = cursor;
    if (seq > this.#log.head() || seq < this.#log.floor()) return null;
    if (seq > 0 && this.#log.idAt(seq) !== id) return null;
    try {
      return Place.parse(JSON.parse(after));
    } catch {
      return null;
    }
  }

  #rangeOf(source: RowSource, startedAt: number): HistoryRange[] {
    if (!source.history) return [];
    const { inSnapshotMs, keyLength } = source.history;
    const from = startedAt - inSnapshotMs;
    // The lowest key of that time: numbers sort before texts.
    const first = [from, ...Array.from({ length: keyLength - 1 }, () => 0)];
    return [
      {
        kind: source.kind,
        from: Math.max(0, from),
        windowFrom: Math.max(0, startedAt - this.#sources.windowOf(source)),
        before: inSnapshotMs > 0 ? positionOf(first) : null,
      },
    ];
  }
}

/** Which rows are sent, and how. */
interface HowRows {
  readonly shows: (row: KeyedRow) => boolean;
  readonly encode: (row: KeyedRow) => EncodedRow;
}

/** Reads the sources of a channel, one after the other. */
class Reading {
  readonly #from: RowSources;
  readonly #sources: readonly RowSource[];
  readonly #how: HowRows;
  readonly #windowed: boolean;
  readonly #startedAt: number;
  #at: number;
  #key: RowKey | null;
  /** Rows that were read and did not fit into the page. */
  #held: EncodedRow[] = [];

  constructor(
    from: RowSources,
    sources: readonly RowSource[],
    how: HowRows,
    windowed: boolean,
    startedAt: number,
    at: number,
    key: RowKey | null,
  ) {
    this.#from = from;
    this.#sources = sources;
    this.#how = how;
    this.#windowed = windowed;
    this.#startedAt = startedAt;
    this.#at = at;
    this.#key = key;
  }

  next(): SnapshotRows | null {
    if (this.#held.length === 0 && !this.#read()) return null;
    const page = this.#held.splice(0, fitting(this.#held));
    const after = positionOf([this.#startedAt, this.#at]);
    const key = page.at(-1)?.key ?? null;
    return {
      rows: page.map(({ json }) => json),
      after: `${after.slice(0, -1)},${JSON.stringify(key)}]`,
    };
  }

  /** Reads the next rows. Returns false after the last. */
  #read(): boolean {
    for (let source = this.#sources[this.#at]; source; source = this.#sources[this.#at]) {
      const scan = this.#windowed && source.now !== undefined ? source.now : source.all;
      const since = this.#startedAt - (source.history?.inSnapshotMs ?? 0);
      const found = scan?.(this.#from.sql, this.#key, ROW_PAGE.rows, since) ?? [];
      if (found.length > 0) {
        this.#key = found.at(-1)?.key ?? null;
        this.#held = found.filter(this.#how.shows).map(this.#how.encode);
        if (this.#held.length > 0) return true;
        continue;
      }
      this.#at += 1;
      this.#key = null;
    }
    return false;
  }
}
