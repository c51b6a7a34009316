import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { ChangeCollector } from './changes.ts';
import type { Workspace } from './meta.ts';
import {
  type ChannelProjection,
  type CreateProjection,
  type ProjectionContext,
  tableBinder,
} from './projection.ts';
import type { Ranges } from './ranges.ts';
import type { RowImages } from './row-images.ts';
import type { StagedProjection } from './snapshot.ts';
import type { Sql } from './sql.ts';
import { Counters, type Tally } from './tallies.ts';
import { TextIndex, type TextSource } from './text-index.ts';
import { twinOf } from './twins.ts';

/** What projections are created with. */
export interface ProjectingOptions {
  readonly sql: Sql;
  readonly images: RowImages | null;
  readonly createProjection: CreateProjection;
  readonly changes: ChangeCollector;
  readonly ranges: Ranges;
  readonly userId: string;
  readonly workspace: () => Workspace;
}

/** The projections of all channels on their tables, and of single channels on their twins. */
export class Projecting {
  readonly channels: Readonly<Record<Channel, ChannelProjection>>;
  /** Everything that is summed up in memory during a transaction. */
  readonly tallies: readonly Tally[];
  readonly #on: ProjectingOptions;
  readonly #tables = new Map<Channel, Set<string>>();
  readonly #handlers: ReadonlyMap<string, (event: AnyEvent) => boolean>;

  constructor(options: ProjectingOptions) {
    this.#on = options;
    const { sql, images } = options;
    const same = (name: string): string => name;
    const counters = new Counters(sql, tableBinder(sql, same, images));
    const created = CHANNELS.map((channel): [Channel, ChannelProjection] => [
      channel,
      options.createProjection(channel, this.#live(channel, counters)),
    ]);
    // There is one for each of CHANNELS.
    this.channels = Object.fromEntries(created) as Record<Channel, ChannelProjection>;
    this.tallies = [counters, ...created.flatMap(([, { tallies }]) => tallies)];
    // EventHandlers declares each handler for the events of its type. TypeScript cannot follow that through a map.
    this.#handlers = new Map(
      created.flatMap(([, { events }]) => Object.entries(events) as [string, (e: AnyEvent) => boolean][]),
    );
  }

  /** Applies an event. Returns false if its record does not exist. */
  apply(event: AnyEvent): boolean {
    return this.#handlers.get(event.type)?.(event) ?? false;
  }

  /** Returns the tables and text indexes that a channel's projection writes. */
  tablesOf(channel: Channel): readonly string[] {
    return [...(this.#tables.get(channel) ?? [])];
  }

  /** Creates the projection of a channel on its twins, which must exist. Its changes are not reported. */
  staged(channel: Channel): StagedProjection {
    const { sql, createProjection } = this.#on;
    const counters = new Counters(
      sql,
      tableBinder(sql, (name) => name, null),
      channel,
    );
    const projection = createProjection(channel, {
      ...this.#shared(channel),
      table: twinOf,
      text: (source) => new TextIndex(sql, named(source, twinOf)),
      bind: tableBinder(sql, twinOf, null),
      staged: true,
      counters,
      changes: new ChangeCollector(),
      want: () => undefined,
    });
    return { projection, counters };
  }

  #live(channel: Channel, counters: Counters): ProjectionContext {
    const { sql, images, changes, ranges } = this.#on;
    const tables = new Set<string>();
    this.#tables.set(channel, tables);
    const table = (name: string): string => {
      tables.add(name);
      return name;
    };
    return {
      ...this.#shared(channel),
      table,
      text: (source) => new TextIndex(sql, named(source, table)),
      bind: tableBinder(sql, table, images),
      staged: false,
      counters,
      changes,
      want: (kind, id) => ranges.want({ channel, kind, id }),
    };
  }

  #shared(channel: Channel): Pick<ProjectionContext, 'sql' | 'userId' | 'workspace' | 'hasOlder'> {
    const { sql, userId, workspace, ranges } = this.#on;
    return { sql, userId, workspace, hasOlder: (kind) => ranges.isOpen(channel, kind) };
  }
}

/** Returns the source of a text index under other names. */
function named(source: TextSource, table: ProjectionContext['table']): TextSource {
  return { ...source, index: table(source.index), table: table(source.table) };
}
