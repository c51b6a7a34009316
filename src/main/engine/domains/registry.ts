import type { Database } from 'better-sqlite3';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type {
  EffectContext,
  EffectRegistry,
  EngineDomain,
  NewsRegistry,
  NewsSource,
  Read,
} from '../store/domain.ts';
import type { ChannelProjection, CreateProjections, ProjectionFactory } from '../store/projection.ts';
import { parseEffect, readerOf } from '../store/reader.ts';
import { createSql } from '../store/sql.ts';
import { activityOf } from './activity.ts';
import { searchOver } from './search.ts';

/** Makes the projections of all domains. Throws where a channel has none, or two: a console with a gap must not start. */
export function projectionsOf(domains: readonly EngineDomain[]): CreateProjections {
  const factories = collect<ProjectionFactory>(
    domains.map(({ projections }) => projections),
    'projections of',
  );
  requireAll(CHANNELS, factories, 'projection of channel');
  return (context) => {
    const channels = Object.fromEntries(
      [...factories].map(([channel, create]) => [channel, create(context)]),
    ) as Record<Channel, ChannelProjection>;
    // Each handler is declared for the type it stands under (EventHandlers); the lookup by `event.type` keeps that, which
    // TypeScript cannot follow through a map.
    const handlers = new Map(
      Object.values(channels).flatMap(
        (c) => Object.entries(c.events) as [string, (e: AnyEvent) => boolean][],
      ),
    );
    return { channels, apply: (event) => handlers.get(event.type)?.(event) ?? false };
  };
}

/** Answers a read by name on a connection, on one state of the database. */
export type AnswerRead = <N extends ReadName>(
  db: Database,
  name: N,
  input: MethodInput<N>,
  now: number,
) => MethodOutput<N>;

/** Makes the reads of all domains. Throws where a read of the contract has no answer, or two. */
export function readsOf(domains: readonly EngineDomain[], names: readonly ReadName[]): AnswerRead {
  const common: EngineDomain['reads'] = {
    'search.query': searchOver(domains),
    'live.activity': activityOf(domains),
  };
  const reads = collect<Read<never>>([common, ...domains.map((domain) => domain.reads)], 'answers to');
  requireAll(names, reads, 'answer to');
  return (db, name, input, now) => {
    const reader = readerOf(db);
    // Declared by name in EngineDomain, looked up by the same name.
    const read = reads.get(name) as unknown as Read<typeof name>;
    return reader.atOnce(() => read(reader, input, now));
  };
}

/** Makes the effects of all domains' commands. */
export function effectsOf(domains: readonly EngineDomain[]): EffectRegistry {
  const all = domains.flatMap(({ effects }) => effects ?? []);
  const makers = collect<(data: never, context: EffectContext) => unknown>(
    all.map((effects) => effects.of),
    'effects of',
  );
  return {
    effectOf({ type, data }, context) {
      // The maker is declared for the data of its command.
      const effect = makers.get(type)?.(data as never, context) ?? null;
      return effect === null ? null : JSON.stringify(effect);
    },
    topicOf(json) {
      for (const effects of all) {
        const effect = parseEffect(effects.schema, json);
        if (effect !== null) return effects.topic(effect);
      }
      return null;
    },
  };
}

/** Makes the news of all domains. */
export function newsOf(domains: readonly EngineDomain[]): NewsRegistry {
  return collect<NewsSource<AnyEvent['type']>>(
    domains.map(({ news }) => news),
    'news of',
  );
}

/**
 * The canonical rows of a channel, kind by kind, each by its key: equal to what the gateway's snapshot carries when both
 * stand at the same cursor. Streams; the connection is busy until the iterator ends.
 */
export function dumpRows(
  domains: readonly EngineDomain[],
  db: Database,
  channel: Channel,
): Iterable<SnapshotRow> {
  for (const { dumps } of domains) {
    const dump = dumps?.[channel];
    if (dump) return dump(createSql(db));
  }
  throw new Error(`No domain has the rows of ${channel}.`);
}

function collect<V>(parts: readonly (object | undefined)[], what: string): Map<string, V> {
  const all = new Map<string, V>();
  for (const [name, value] of parts.flatMap((part) => Object.entries(part ?? {}) as [string, V][])) {
    if (all.has(name)) throw new Error(`There are two ${what} ${name}.`);
    all.set(name, value);
  }
  return all;
}

function requireAll(names: readonly string[], found: ReadonlyMap<string, unknown>, what: string): void {
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`There is no ${what} ${missing.join(', ')}.`);
}
