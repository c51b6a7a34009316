import type { Query, QueryClient } from '@tanstack/react-query';
import type { ChangeNotice } from '#shared/bridge/changes.ts';
import { isStale, type Topics } from './topics.ts';

/** A query is read again at most this often, ms; slow queries less often (see below). */
const MIN_INTERVAL_MS = 150;
/** The share of time that reading may take. */
const READ_SHARE = 0.25;
/** Queries that are read this seldom, ms, are read one after the other, so far apart: drawn at once, their widgets would take a frame. */
const SELDOM_MS = 500;
const APART_MS = 40;

declare module '@tanstack/react-query' {
  interface Register {
    /**
     * `record`: the record a query is about. `intervalMs`: read it again at most this often. `cheap`: however long a read takes,
     * because it costs next to nothing and only waits for others.
     */
    queryMeta: { record?: string; intervalMs?: number; cheap?: boolean };
  }
}

/** Marks queries stale as notices arrive, and reads those on screen again at a sustainable pace. */
export interface Invalidator {
  notice(notice: Pick<ChangeNotice, 'topics'>): void;
  dispose(): void;
}

/**
 * Notices arrive up to 60 times a second; reading that often would leave time for nothing else. A query is read again
 * immediately if it has been quiet, else after `intervalMs` (from its meta; by default 150 ms, or four times the
 * duration of its last read). Those that are read seldom take turns. A read in progress is never cancelled: the query is read once more afterwards, so that
 * slow reads finish and the newest change is never missed.
 */
export function createInvalidator(client: QueryClient, staleness: Topics): Invalidator {
  const dirty = new Set<string>();
  const readAt = new Map<string, { started: number; took: number }>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** When the timer ends; never without one. */
  let plannedAt = Number.POSITIVE_INFINITY;
  let disposed = false;
  /** Before this, no query that is read seldom is read. */
  let nextSeldom = 0;

  const isSeldom = ({ meta }: Query): boolean => (meta?.intervalMs ?? 0) >= SELDOM_MS;

  const dueAt = (query: Query): number => {
    const last = readAt.get(query.queryHash);
    const earliest = isSeldom(query) ? nextSeldom : 0;
    if (!last) return earliest;
    const { intervalMs = MIN_INTERVAL_MS, cheap = false } = query.meta ?? {};
    return Math.max(earliest, last.started + Math.max(intervalMs, cheap ? 0 : last.took / READ_SHARE));
  };

  const read = (query: Query): void => {
    dirty.delete(query.queryHash);
    const started = performance.now();
    if (isSeldom(query)) nextSeldom = started + APART_MS;
    readAt.set(query.queryHash, { started, took: readAt.get(query.queryHash)?.took ?? 0 });
    const ended = (): void => {
      readAt.set(query.queryHash, { started, took: performance.now() - started });
      if (dirty.has(query.queryHash)) plan();
    };
    // The query itself: the client would find it by comparing the hashes of all. Its errors are shown with it.
    query.fetch(undefined, { cancelRefetch: false }).then(ended, ended);
  };

  const flush = (): void => {
    timer = null;
    plannedAt = Number.POSITIVE_INFINITY;
    if (disposed) return;
    const now = performance.now();
    for (const hash of [...dirty]) {
      const query = client.getQueryCache().get(hash);
      if (!query?.isActive()) {
        dirty.delete(hash);
        query?.invalidate();
      } else if (query.state.fetchStatus === 'idle' && dueAt(query) <= now) {
        read(query);
      }
    }
    plan();
  };

  /** Schedules the next query that is due, also before one that waits; queries being read call this when they finish. */
  const plan = (): void => {
    if (disposed) return;
    let next = Number.POSITIVE_INFINITY;
    for (const hash of dirty) {
      const query = client.getQueryCache().get(hash);
      if (query && query.state.fetchStatus !== 'fetching') next = Math.min(next, dueAt(query));
    }
    if (next >= plannedAt) return;
    if (timer !== null) clearTimeout(timer);
    plannedAt = next;
    timer = setTimeout(flush, Math.max(0, next - performance.now()));
  };

  const forget = client.getQueryCache().subscribe((event) => {
    if (event.type === 'removed') readAt.delete(event.query.queryHash);
    // A read started elsewhere (a first mount, a retry) has ended: what changed during it is read now.
    else if (
      event.type === 'updated' &&
      dirty.has(event.query.queryHash) &&
      event.query.state.fetchStatus === 'idle'
    )
      plan();
  });

  return {
    notice({ topics }) {
      const stale = staleness.staleAfter(topics);
      for (const query of client.getQueryCache().getAll()) {
        if (!isStale(query.queryKey, query.meta?.record, stale)) continue;
        if (query.isActive()) dirty.add(query.queryHash);
        else if (!query.state.isInvalidated) query.invalidate();
      }
      plan();
    },
    dispose() {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
      forget();
      dirty.clear();
    },
  };
}
