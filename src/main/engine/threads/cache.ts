import type { Database } from 'better-sqlite3';
import { READ_NAMES } from '#shared/bridge/index.ts';
import type { Result } from '#shared/domain/result.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { DOMAINS } from '../domains/index.ts';
import { dumpRows, effectsOf, newsOf, projectionsOf, readsOf } from '../domains/registry.ts';
import { noticesPart } from '../notices/index.ts';
import { OUTBOX_MIGRATIONS, outboxPart } from '../outbox/index.ts';
import type { EngineDomain } from '../store/domain.ts';
import { type Migration, sortMigrations } from '../store/migrate.ts';
import { STORE_MIGRATIONS } from '../store/migrations/index.ts';
import { historyPart } from '../store/older.ts';
import { type CacheSchema, type OpenedStore, type OpenOptions, openStore } from '../store/open.ts';

/** All parts of the cache: the domains, and the engine's own tables. */
const PARTS: readonly EngineDomain[] = [...DOMAINS, outboxPart, noticesPart, historyPart];

/** The migrations of all parts, in order. */
export const CACHE_MIGRATIONS: readonly Migration[] = sortMigrations([
  ...STORE_MIGRATIONS,
  ...PARTS.flatMap(({ migrations }) => migrations ?? []),
]);

/** The news of all domains, by event type. */
export const NEWS = newsOf(DOMAINS);
/** The effects of all domains' commands. */
export const EFFECTS = effectsOf(DOMAINS);
/** Answers the contract's reads on a connection to the cache. */
export const answerRead = readsOf(PARTS, READ_NAMES);

/** The schema and projections with which the store opens a cache. */
export const CACHE_SCHEMA: CacheSchema = {
  migrations: CACHE_MIGRATIONS,
  outboxMigrations: OUTBOX_MIGRATIONS,
  createProjection: projectionsOf(DOMAINS),
  newsKind(event: AnyEvent) {
    const source = NEWS.get(event.type);
    return source?.isNews(event) ? source.kind : null;
  },
};

/** Opens the cache of a user; see `openStore`. */
export function openCache(options: OpenOptions): Result<OpenedStore, ProtocolError> {
  return openStore(options, CACHE_SCHEMA);
}

/** Returns the canonical rows of a channel; see `dumpRows`. */
export function cachedRows(db: Database, channel: Channel): Iterable<SnapshotRow> {
  return dumpRows(DOMAINS, db, channel);
}
