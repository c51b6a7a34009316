import type { Channel } from '#shared/protocol/channels.ts';
import type { EmittedEventType, EventOf } from '#shared/protocol/events/index.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { BoundTable } from '#shared/rows/table.ts';
import type { ChangeCollector } from './changes.ts';
import type { Workspace } from './meta.ts';
import type { RowImages } from './row-images.ts';
import type { Slices } from './slices.ts';
import type { Sql } from './sql.ts';
import type { BindTable, Counters, Tally } from './tallies.ts';
import type { TextIndex, TextSource } from './text-index.ts';

export { dumpTables } from '#shared/rows/dump.ts';

/** What a projection needs. Its writes run in the writer's transaction. */
export interface ProjectionContext {
  readonly sql: Sql;
  /**
   * Returns the name under which a table or text index is written: its own, or that of its twin while a snapshot is staged
   * (see twins.ts). Statements must name tables through it.
   */
  readonly table: (name: string) => string;
  /** Creates the text index of a table, or that of its twin. */
  readonly text: (source: TextSource) => TextIndex;
  /** Whether a snapshot is staged: rows are written one after the other, and nobody reads them before all are. */
  readonly staged: boolean;
  readonly counters: Counters;
  readonly changes: ChangeCollector;
  /** The user whose cache it is, which decides what is "mine" and unread. */
  readonly userId: string;
  /** Returns the current settings. */
  readonly workspace: () => Workspace;
  /** Binds a table to the writer's connection. All writes of rows go through bound tables. */
  readonly bind: BindTable;
  /** Whether the gateway has older rows of a kind that are not held. An event may be about one of them. */
  readonly hasOlder: (kind: string) => boolean;
  /** Has a record fetched that an event is about and that is not held. */
  readonly want: (kind: string, id: string) => void;
}

/**
 * Returns a function that binds tables to a connection, under the names that `table` returns. With `images`, every write
 * records the row as it was before.
 */
export function tableBinder(
  sql: Sql,
  table: ProjectionContext['table'],
  images: RowImages | null,
): BindTable {
  return (declared) => new BoundTable(sql, { ...declared, name: table(declared.name) }, images);
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
   * Writes a row of a snapshot or of history, by kind. A row may come again: what is held is at most as old. `seq` is that of
   * the snapshot.
   */
  readonly rows: Readonly<Record<string, (row: unknown, seq: number) => void>>;
  /** Does what must be done once all rows of a snapshot are written, in slices. */
  settle?(): Slices<void>;
  /** Forgets what it keeps in memory about the rows: they have been replaced. */
  replaced?(): void;
  readonly tallies: readonly Tally[];
  /** The text indexes of its tables. */
  readonly texts?: readonly TextIndex[];
  /** Deletes all rows of the channel with their counters, rollups and text index. */
  clear(): void;
  /** Deletes a slice of what is kept for a time only and is from before a time, ms. Returns whether there was anything. */
  expire?(before: number): boolean;
  /** Recalculates what depends on a changed workspace setting. */
  workspaceChanged?(before: Workspace, now: Workspace): void;
}

/** Creates a channel's projection on the writer's connection. */
export type ProjectionFactory<C extends Channel = Channel> = (
  context: ProjectionContext,
) => ChannelProjection<C>;

/** Creates the projection of a channel on the writer's connection. */
export type CreateProjection = (channel: Channel, context: ProjectionContext) => ChannelProjection;

/** Returns the rows of a channel in a stable order, as in a snapshot. */
export type Dump = (sql: Sql) => Iterable<SnapshotRow>;
