import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent, EmittedEventType, EventOf } from '#shared/protocol/events/index.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { type AnyTable, BoundTable } from '#shared/rows/table.ts';
import type { ChangeCollector } from './changes.ts';
import type { Workspace } from './meta.ts';
import type { RowImages } from './row-images.ts';
import type { Sql } from './sql.ts';
import type { BindTable, Calendar, Counters, Tally } from './tallies.ts';

/** What projections work with, inside the transaction of the writer. */
export interface ProjectionContext {
  readonly sql: Sql;
  readonly counters: Counters;
  readonly calendar: Calendar;
  readonly changes: ChangeCollector;
  /** Whose cache this is: read positions and "mine" are theirs. */
  readonly userId: string;
  /** The settings as they are now. */
  readonly workspace: () => Workspace;
  /** Binds a table to the writer's connection: all that is written goes through what this returns. */
  readonly bind: BindTable;
}

/** Binds tables to a connection; with `images`, every write records the row as it was before. */
export function tableBinder(sql: Sql, images: RowImages | null): BindTable {
  return (table) => new BoundTable(sql, table, images);
}

export type EventTypeOf<C extends Channel> = Extract<EmittedEventType, `${C}.${string}`>;

/** One handler per emitted event type. False: what the event is about is not there, so it could not be applied. */
export type EventHandlers<C extends Channel> = {
  readonly [T in EventTypeOf<C>]: (event: EventOf<T>) => boolean;
};

/** How a channel's rows follow its events. A function of that channel's events (or snapshot) and nothing else. */
export interface ChannelProjection<C extends Channel = Channel> {
  readonly channel: C;
  readonly events: EventHandlers<C>;
  /** Writes one row of a snapshot by kind, in the order of these keys: those others depend on come first. `seq` is the snapshot's. */
  readonly rows: Readonly<Record<string, (row: unknown, seq: number) => void>>;
  /** Tables whose secondary indexes are rebuilt after the rows of a snapshot, not row by row; writing the rows needs none of them. */
  readonly bulk?: {
    readonly tables: readonly string[];
    /** Calls `write`, which writes the rows (after `clear`), and does what is better done once at the end than row by row. */
    around(write: () => void): void;
  };
  readonly tallies: readonly Tally[];
  /** Removes all rows of the channel with their counters, rollups and text. */
  clear(): void;
  /** Derives anew what depends on a workspace setting that changed. */
  workspaceChanged?(before: Workspace, now: Workspace): void;
}

/** Creates a channel's projection on the writer's connection. */
export type ProjectionFactory<C extends Channel = Channel> = (
  context: ProjectionContext,
) => ChannelProjection<C>;

/** All projections: what to do with an event, by type, and with a channel as a whole. */
export interface Projections {
  readonly channels: Readonly<Record<Channel, ChannelProjection>>;
  /** Applies an event. False where what it is about is not there. */
  apply(event: AnyEvent): boolean;
}

/** Creates the projections of all domains on the writer's connection. */
export type CreateProjections = (context: ProjectionContext) => Projections;

/** The rows of a channel in a stable order, as a snapshot carries them. */
export type Dump = (sql: Sql) => Iterable<SnapshotRow>;

/** Reads all rows of tables that keep whole rows, kind by kind, each by its key. */
export function dumpTables(...tables: readonly AnyTable[]): Dump {
  return function* (sql) {
    for (const table of tables) {
      const order = table.unique.join(', ');
      const rows = sql.raw.prepare(`SELECT ${table.select()} FROM ${table.name} ORDER BY ${order}`).iterate();
      // `SELECT` names the table's own columns.
      for (const stored of rows) yield { kind: table.row.kind, row: table.decode(stored as never) };
    }
  };
}
