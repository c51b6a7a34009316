import { CHAT_FOLDERS, CHAT_ORDERS, CLOCK_FILTERS } from '#shared/bridge/chat.ts';
import type { MethodInput } from '#shared/bridge/index.ts';
import { Label, PRIORITIES } from '#shared/domain/chat.ts';
import { Id } from '#shared/domain/ids.ts';

/** What the list of conversations shows. Kept in the address, so that it survives reloading and going back. */
export type ChatFilters = Pick<
  MethodInput<'chat.list'>,
  'filter' | 'priority' | 'label' | 'clock' | 'team' | 'search' | 'sort'
>;

/** The folders that have a tab, in their order. */
export const CHAT_TABS = ['open', 'mine', 'unassigned', 'resolved', 'all'] as const;

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readChatFilters(params: URLSearchParams): ChatFilters {
  const filter = CHAT_FOLDERS.find((value) => value === params.get('filter')) ?? 'open';
  const sort = CHAT_ORDERS.find((value) => value === params.get('sort')) ?? 'newest';
  const priority = PRIORITIES.find((value) => value === params.get('priority'));
  const clock = CLOCK_FILTERS.find((value) => value === params.get('sla'));
  const label = Label.safeParse(params.get('label')).data;
  const team = Id.safeParse(params.get('team')).data;
  return {
    filter,
    sort,
    search: (params.get('q') ?? '').slice(0, 200),
    ...(priority === undefined ? {} : { priority }),
    ...(label === undefined ? {} : { label }),
    ...(clock === undefined ? {} : { clock }),
    ...(team === undefined ? {} : { team }),
  };
}

/** A change of what the list shows; undefined takes a filter away. */
export type ChatFilterChange = { readonly [K in keyof ChatFilters]?: ChatFilters[K] | undefined };

/** Writes a change to the address. Defaults are omitted. */
export function writeChatFilters(params: URLSearchParams, change: ChatFilterChange): URLSearchParams {
  const next: ChatFilterChange = { ...readChatFilters(params), ...change };
  const out = new URLSearchParams(params);
  const put = (name: string, value: string | undefined, fallback = ''): void => {
    if (value === undefined || value === fallback) out.delete(name);
    else out.set(name, value);
  };
  put('filter', next.filter, 'open');
  put('sort', next.sort, 'newest');
  put('priority', next.priority);
  put('label', next.label);
  put('sla', next.clock);
  put('team', next.team);
  put('q', next.search?.slice(0, 200));
  return out;
}
