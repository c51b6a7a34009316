import type { Channel } from '#shared/protocol/channels.ts';
import type { EventOf, EventType } from '#shared/protocol/events/index.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type { ChangeCollector } from './changes.ts';
import type { Sql } from './sql.ts';
import type { Calendar, Counters, Tally } from './tallies.ts';

/** What projections work with, inside the transaction of the writer. */
export interface ProjectionContext {
  readonly sql: Sql;
  readonly counters: Counters;
  readonly calendar: Calendar;
  readonly changes: ChangeCollector;
  /** Whose cache this is: read positions and "mine" are theirs. */
  readonly userId: string;
}

export type EventTypeOf<C extends Channel> = Extract<EventType, `${C}.${string}`>;

/** One handler per event type. False: what the event is about is not there, so it could not be applied. */
export type EventHandlers<C extends Channel> = {
  readonly [T in EventTypeOf<C>]: (event: EventOf<T>) => boolean;
};

/** How a channel's rows follow its events. A function of that channel's events (or snapshot) and nothing else. */
export interface ChannelProjection<C extends Channel = Channel> {
  readonly channel: C;
  readonly events: EventHandlers<C>;
  /** Writes one row of a snapshot by kind, in the order of these keys: those others depend on come first. `seq` is the snapshot's. */
  readonly rows: Readonly<Record<string, (row: unknown, seq: number) => void>>;
  /** Tables whose secondary indexes are made anew after the rows of a snapshot, not row by row; the rows need none of them. */
  readonly bulk?: {
    readonly tables: readonly string[];
    /** Calls what writes the rows (after `clear`), and does what is better done once at the end than row by row. */
    around(write: () => void): void;
  };
  readonly tallies: readonly Tally[];
  /** Removes all rows of the channel with their counters, rollups and text. */
  clear(): void;
  /** Makes the rollups anew from the rows (the workspace's zone changed). */
  rebuildRollups?(): void;
}

/** Writes the rows of a channel in a stable order, as a snapshot carries them. */
export type Dump = (sql: Sql) => Iterable<SnapshotRow>;
