import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent, EmittedEventType, EventOf } from '#shared/protocol/events/index.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { BoundTable } from '#shared/rows/table.ts';
import type { ChangeCollector } from './changes.ts';
import type { Workspace } from './meta.ts';
import type { RowImages } from './row-images.ts';
import type { Sql } from './sql.ts';
import type { BindTable, Calendar, Counters, Tally } from './tallies.ts';
import type { TextIndex } from './text-index.ts';

export { dumpTables } from '#shared/rows/dump.ts';

/** What a projection needs. Its writes run in the writer's transaction. */
export interface ProjectionContext {
  readonly sql: Sql;
  readonly counters: Counters;
  readonly calendar: Calendar;
  readonly changes: ChangeCollector;
  /** The user whose cache it is, which decides what is "mine" and unread. */
  readonly userId: string;
  /** Returns the current settings. */
  readonly workspace: () => Workspace;
  /** Binds a table to the writer's connection. All writes of rows go through bound tables. */
  readonly bind: BindTable;
}

/** Returns a function that binds tables to a connection. With `images`, every write records the row as it was before. */
export function tableBinder(sql: Sql, images: RowImages | null): BindTable {
  return (table) => new BoundTable(sql, table, images);
}

/** The event types of a channel. */
export type EventTypeOf<C extends Channel> = Extract<EmittedEventType, `${C}.${string}`>;

/** One handler per emitted event type. Returns false if the event could not be applied, because its record does not exist. */
export type EventHandlers<C extends Channel> = {
  readonly [T in EventTypeOf<C>]: (event: EventOf<T>) => boolean;
};

/** Applies a channel's events and snapshots to its rows. The rows depend only on that channel's events or snapshot. */
export interface ChannelProjection<C extends Channel = Channel> {
  readonly channel: C;
  readonly events: EventHandlers<C>;
  /**
   * Writes the rows of a snapshot, by kind, in the order of these keys (dependency order). `seq` is that of the
   * snapshot.
   */
  readonly rows: Readonly<Record<string, (row: unknown, seq: number) => void>>;
  /** How to write a snapshot's rows in bulk. */
  readonly bulk?: {
    /** Tables whose secondary indexes are dropped and rebuilt afterwards. Writing the rows must not need them. */
    readonly tables: readonly string[];
    /**
     * Calls `write`, which writes the rows after `clear`, and then does once all work that is otherwise done for each row.
     */
    around(write: () => void): void;
  };
  readonly tallies: readonly Tally[];
  /** The text indexes of its tables. */
  readonly texts?: readonly TextIndex[];
  /** Deletes all rows of the channel with their counters, rollups and text index. */
  clear(): void;
  /** Recalculates what depends on a changed workspace setting. */
  workspaceChanged?(before: Workspace, now: Workspace): void;
}

/** Creates a channel's projection on the writer's connection. */
export type ProjectionFactory<C extends Channel = Channel> = (
  context: ProjectionContext,
) => ChannelProjection<C>;

/** The projections of all channels. */
export interface Projections {
  readonly channels: Readonly<Record<Channel, ChannelProjection>>;
  /** Applies an event. Returns false if its record does not exist. */
  apply(event: AnyEvent): boolean;
}

/** Creates the projections of all domains on the writer's connection. */
export type CreateProjections = (context: ProjectionContext) => Projections;

/** Returns the rows of a channel in a stable order, as in a snapshot. */
export type Dump = (sql: Sql) => Iterable<SnapshotRow>;
