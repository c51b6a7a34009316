import type { Query, QueryClient } from '@tanstack/react-query';
import type { ChangeNotice } from '#shared/bridge/changes.ts';
import { isStale, type Topics } from './topics.ts';

/** Queries of a topic are read again at most this often, ms; slow ones less often, see below. */
const MIN_INTERVAL_MS = 150;
/** Reading may take at most this share of the time. */
const READ_SHARE = 0.25;

declare module '@tanstack/react-query' {
  interface Register {
    /** `record`: the one record a query is about. `intervalMs`: read it again at most this often. */
    queryMeta: { record?: string; intervalMs?: number };
  }
}

/** Makes queries stale as notices come, and reads those on screen again at a pace they can keep. */
export interface Invalidator {
  notice(notice: Pick<ChangeNotice, 'topics'>): void;
  dispose(): void;
}

/**
 * Notices come up to 60 times a second; reading as often would do nothing else. Each query is read again at most every
 * `intervalMs` (its meta's, else 150 ms, else four times what its last read took), at once when it has been quiet. A read
 * under way is never cancelled: the query is marked and read once more when it has ended, so that a slow one still
 * finishes and the newest change is never missed.
 */
export function createInvalidator(client: QueryClient, staleness: Topics): Invalidator {
  const dirty = new Set<string>();
  const readAt = new Map<string, { started: number; took: number }>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let disposed = false;

  const dueAt = (query: Query): number => {
    const last = readAt.get(query.queryHash);
    if (!last) return 0;
    return last.started + Math.max(query.meta?.intervalMs ?? MIN_INTERVAL_MS, last.took / READ_SHARE);
  };

  const read = (query: Query): void => {
    dirty.delete(query.queryHash);
    const started = performance.now();
    readAt.set(query.queryHash, { started, took: readAt.get(query.queryHash)?.took ?? 0 });
    // Errors are the query's own state; whoever shows it shows them.
    void client
      .refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active' }, { cancelRefetch: false })
      .finally(() => {
        readAt.set(query.queryHash, { started, took: performance.now() - started });
        if (dirty.has(query.queryHash)) plan();
      });
  };

  const flush = (): void => {
    timer = null;
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

  /** Wakes for the next query that is due; those being read wake us themselves. */
  const plan = (): void => {
    if (timer !== null || disposed) return;
    let next = Number.POSITIVE_INFINITY;
    for (const hash of dirty) {
      const query = client.getQueryCache().get(hash);
      if (query && query.state.fetchStatus !== 'fetching') next = Math.min(next, dueAt(query));
    }
    if (next !== Number.POSITIVE_INFINITY) timer = setTimeout(flush, Math.max(0, next - performance.now()));
  };

  const forget = client.getQueryCache().subscribe((event) => {
    if (event.type === 'removed') readAt.delete(event.query.queryHash);
    // A read that somebody else began (a first mount, a retry) ends here: what changed during it is read now.
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
