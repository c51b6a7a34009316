import { type InfiniteData, type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  FIRST_PAGE,
  learnKeys,
  learnPage,
  PAGE_ROWS,
  type PageKeys,
  pagesOf,
  rowCount,
} from './page-keys.ts';
import { useRange } from './use-range.ts';

/** A page of a list that knows its length. */
export interface CountedPage<R> {
  readonly rows: readonly R[];
  readonly next: string | null;
  readonly total: number;
}
/** One page in the shape of an infinite query, so that new values can be patched into it (see sync/levels.ts). */
type CachedPage<P> = InfiniteData<P, string | null>;

/** Reads a page of a list: the rows after a key, null for the first. */
export type LoadPage<P> = (after: string | null, limit: number) => Promise<P>;

/** Reads the keys of up to `pages` pages that follow a key. */
export type LoadKeys = (after: string | null, pages: number) => Promise<readonly string[]>;

/** The keys that are read at once on the way to a distant page. */
const KEYS_AT_ONCE = 1000;

/** Pages out of view are dropped after this, ms. Their keys stay, so that they can be read again at once. */
const FORGET_MS = 15_000;

/** A list: its length, and its rows as far as they have been read. */
export interface ListPages<R> {
  readonly count: number;
  readonly total: number | null;
  readonly row: (index: number) => R | undefined;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
  /** Reads rows that have been in view, or are between such. Leaves out those on pages that have not been reached. */
  readonly read: (from: number, to: number) => Promise<R[]>;
}

/**
 * A list of any length, which `key` identifies, that only holds the pages in view and keeps them current. Pages are read by key; a distant page
 * is reached by walking the keys in between, page by page, or at once through `loadKeys`. Old rows stay on screen while a new search or filter is read.
 */
export function useListPages<P extends CountedPage<unknown>>(
  key: readonly unknown[],
  load: LoadPage<P>,
  from: number,
  to: number,
  loadKeys?: LoadKeys,
): ListPages<P['rows'][number]> {
  type Row = P['rows'][number];
  const client = useQueryClient();
  const id = JSON.stringify(key);
  const list = useRef({ key, load, loadKeys });
  list.current = { key, load, loadKeys };
  const [state, setState] = useState<{ readonly id: string; readonly keys: PageKeys }>({
    id,
    keys: FIRST_PAGE,
  });
  const known = state.id === id ? state.keys : FIRST_PAGE;
  const keys = useRef(known);
  keys.current = known;
  const learn = useCallback(
    (index: number, page: CountedPage<unknown>): void => {
      setState((before) => {
        const present = before.id === id ? before.keys : FIRST_PAGE;
        const next = learnPage(present, index, page.next, page.rows.length);
        return next === before.keys && before.id === id ? before : { id, keys: next };
      });
    },
    [id],
  );

  const learnAll = useCallback(
    (index: number, next: readonly string[]): void =>
      setState((before) => ({
        id,
        keys: learnKeys(before.id === id ? before.keys : FIRST_PAGE, index, next),
      })),
    [id],
  );

  const pages = pagesOf(known, from, to);
  const wanted = pages[0] === 0 ? pages : [0, ...pages];
  const results = useQueries({
    queries: wanted.map((index) => ({
      queryKey: [...key, index],
      queryFn: async (): Promise<CachedPage<P>> => {
        const after = keys.current.keys[index] ?? null;
        const page = await load(after, PAGE_ROWS);
        return { pages: [page], pageParams: [after] };
      },
      gcTime: FORGET_MS,
    })),
  });
  const byIndex = new Map<number, UseQueryResult<CachedPage<P>>>();
  wanted.forEach((index, n) => {
    const result = results[n];
    if (result) byIndex.set(index, result);
  });

  // Each page reveals the key of the next one. If that key has changed, the next page is read again.
  const loaded = useSame(
    wanted.flatMap((index) => {
      const page = byIndex.get(index)?.data?.pages[0];
      return page === undefined ? [] : [{ index, page }];
    }),
    (a, b) => a.index === b.index && a.page === b.page,
  );
  useEffect(() => {
    for (const { index, page } of loaded) {
      const follower = keys.current.keys[index + 1];
      if (follower !== undefined && page.next !== null && follower !== page.next) {
        keys.current = learnPage(keys.current, index, page.next, page.rows.length);
        void client.invalidateQueries({ queryKey: [...list.current.key, index + 1], exact: true });
      }
      learn(index, page);
    }
  }, [loaded, learn, client]);

  const target = Math.floor(to / PAGE_ROWS);
  const last = known.keys.length - 1;
  useWalk(id, list, keys, target, !known.ended && target > last && last > 0, learn, learnAll);

  const first = byIndex.get(0);
  const total = first?.data?.pages[0]?.total ?? null;
  const shown = useKept(
    useMemo(() => {
      const rows = new Map<number, readonly Row[]>(loaded.map(({ index, page }) => [index, page.rows]));
      return { rows, count: rowCount(known, total ?? 0), total };
    }, [loaded, known, total]),
    first?.data === undefined,
  );
  return {
    count: shown.count,
    total: shown.total,
    row: useCallback(
      (index: number) => shown.rows.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
      [shown],
    ),
    isLoading: shown.total === null && first?.error === null,
    error: first?.data === undefined ? (first?.error ?? null) : null,
    read: useCallback(
      async (first: number, last: number) => {
        const { key: listKey, load: loadPage } = list.current;
        const rows: Row[] = [];
        for (const index of pagesOf(keys.current, first, last)) {
          const after = keys.current.keys[index] ?? null;
          const held = client.getQueryData<CachedPage<P>>([...listKey, index])?.pages[0];
          const page = held ?? (await loadPage(after, PAGE_ROWS));
          const begin = index * PAGE_ROWS;
          rows.push(...page.rows.slice(Math.max(0, first - begin), last - begin + 1));
        }
        return rows;
      },
      [client],
    ),
    refetch: useCallback(
      () => void client.refetchQueries({ queryKey: list.current.key, type: 'active' }),
      [client],
    ),
  };
}

/** A list of any length whose table tells which rows are in view. */
export function usePagesInView<P extends CountedPage<unknown>>(
  key: readonly unknown[],
  load: LoadPage<P>,
): {
  readonly pages: ListPages<P['rows'][number]>;
  readonly onRange: (from: number, to: number) => void;
} {
  const { range, onRange } = useRange();
  return { pages: useListPages(key, load, range.from, range.to), onRange };
}

/** Returns the previous array as long as its elements are the same. */
function useSame<T>(value: readonly T[], equal: (a: T, b: T) => boolean): readonly T[] {
  const kept = useRef(value);
  const before = kept.current;
  const same =
    before.length === value.length &&
    before.every((element, index) => {
      const other = value[index];
      return other !== undefined && equal(element, other);
    });
  if (!same) kept.current = value;
  return kept.current;
}

/** Returns the previous value until the present one is available. */
function useKept<T>(value: T, missing: boolean): T {
  const kept = useRef(value);
  if (!missing) kept.current = value;
  return missing ? kept.current : value;
}

/** Walks to a page beyond the known keys, reading page after page and keeping only their keys. */
function useWalk<P extends CountedPage<unknown>>(
  id: string,
  list: RefObject<{ readonly load: LoadPage<P>; readonly loadKeys?: LoadKeys | undefined }>,
  keys: RefObject<PageKeys>,
  target: number,
  needed: boolean,
  learn: (index: number, page: CountedPage<unknown>) => void,
  learnAll: (index: number, next: readonly string[]) => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts another walk
  useEffect(() => {
    if (!needed) return;
    let stopped = false;
    const walk = async (): Promise<void> => {
      let index = keys.current.keys.length - 1;
      let after = keys.current.keys[index] ?? null;
      const { loadKeys } = list.current;
      // The next page is read anyway, and knows whether it is the last.
      while (loadKeys && target - index > 1 && !stopped) {
        const keys = await loadKeys(after, Math.min(target - index, KEYS_AT_ONCE));
        if (stopped || keys.length === 0) break;
        learnAll(index, keys);
        index += keys.length;
        after = keys.at(-1) ?? after;
      }
      for (; index < target && !stopped; index++) {
        const page = await list.current.load(after, PAGE_ROWS);
        if (stopped) return;
        learn(index, page);
        if (page.next === null) return;
        after = page.next;
      }
    };
    // A failed step is retried on the next scroll; until then the rows in view show as loading.
    walk().catch(() => undefined);
    return () => {
      stopped = true;
    };
  }, [needed, target, id, list, keys, learn, learnAll]);
}
