import type { MethodInput } from '#shared/bridge/index.ts';

/** What the list of conversations shows. Kept in the address, so that it survives reloading and going back. */
export type ChatFilters = Pick<MethodInput<'chat.list'>, 'filter' | 'search' | 'sort'>;

/** The filters of the list, in the order of their tabs. */
export const CHAT_FILTERS = ['open', 'mine', 'unassigned', 'resolved', 'all'] as const;
/** The sort orders of the list. */
export const CHAT_SORTS = ['newest', 'waiting'] as const;

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readChatFilters(params: URLSearchParams): ChatFilters {
  const filter = CHAT_FILTERS.find((value) => value === params.get('filter')) ?? 'open';
  const sort = CHAT_SORTS.find((value) => value === params.get('sort')) ?? 'newest';
  return { filter, sort, search: (params.get('q') ?? '').slice(0, 200) };
}

/** Writes a change to the address. Defaults are omitted. */
export function writeChatFilters(params: URLSearchParams, change: Partial<ChatFilters>): URLSearchParams {
  const next = { ...readChatFilters(params), ...change };
  const out = new URLSearchParams(params);
  const put = (name: string, value: string, fallback: string): void => {
    if (value === fallback) out.delete(name);
    else out.set(name, value);
  };
  put('filter', next.filter, 'open');
  put('sort', next.sort, 'newest');
  put('q', next.search.slice(0, 200), '');
  return out;
}
