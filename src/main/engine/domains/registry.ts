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
import type { CreateProjection, ProjectionFactory } from '../store/projection.ts';
import { parseEffect, readerOf } from '../store/reader.ts';
import { createSql } from '../store/sql.ts';
import { textComplete } from '../store/text-builds.ts';
import { activityOf } from './activity.ts';
import { searchOver } from './search.ts';

/** Builds the projections of all domains. Throws if a channel has none or more than one. */
export function projectionsOf(domains: readonly EngineDomain[]): CreateProjection {
  const factories = collect<ProjectionFactory>(
    domains.map(({ projections }) => projections),
    'projections of',
  );
  requireAll(CHANNELS, factories, 'projection of channel');
  return (channel, context) => {
    const create = factories.get(channel);
    if (!create) throw new Error(`There is no projection of channel ${channel}.`);
    return create(context);
  };
}

/** Answers a read by name, in one read transaction. Throws a ReadError if there is no answer. */
export type AnswerRead = <N extends ReadName>(
  db: Database,
  name: N,
  input: MethodInput<N>,
  now: number,
) => MethodOutput<N>;

/** Builds the reads of all domains. Throws if a read of the contract has no implementation or more than one. */
export function readsOf(domains: readonly EngineDomain[], names: readonly ReadName[]): AnswerRead {
  const common: EngineDomain['reads'] = {
    'search.query': searchOver(domains),
    'search.index': (reader) => ({ complete: textComplete(reader) }),
    'live.activity': activityOf(domains),
  };
  const reads = collect<Read<never>>(
    [common, ...domains.map((domain) => domain.reads)],
    'implementations of',
  );
  requireAll(names, reads, 'implementation of');
  return (db, name, input, now) => {
    const reader = readerOf(db);
    // EngineDomain declares the type of each read under its name.
    const read = reads.get(name) as unknown as Read<typeof name>;
    return reader.inTransaction(() => read(reader, input, now));
  };
}

/** Builds the effects of all domains' commands. Throws if a command has more than one. */
export function effectsOf(domains: readonly EngineDomain[]): EffectRegistry {
  const all = domains.flatMap(({ effects }) => effects ?? []);
  const makers = collect<(data: never, context: EffectContext) => unknown>(
    all.map((effects) => effects.of),
    'effects of',
  );
  return {
    effectOf({ type, data }, context) {
      // Each function is declared for the data of its command.
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

/** Builds the news of all domains. Throws if an event type has more than one source. */
export function newsOf(domains: readonly EngineDomain[]): NewsRegistry {
  return collect<NewsSource<AnyEvent['type']>>(
    domains.map(({ news }) => news),
    'news of',
  );
}

/**
 * Returns the canonical rows of a channel, kind by kind, sorted by key. They equal the gateway's snapshot at the same
 * cursor. The rows are streamed: the connection is busy until the iterator ends. Throws if no domain has the channel.
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
