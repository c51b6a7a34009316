import { CHAT_FOLDERS, CHAT_ORDERS, CLOCK_FILTERS } from '#shared/bridge/chat.ts';
import type { MethodInput } from '#shared/bridge/index.ts';
import { CONVERSATION_CHANNELS, CONVERSATION_STATUSES, Label, PRIORITIES } from '#shared/domain/chat.ts';
import { Id } from '#shared/domain/ids.ts';
import { viewAddress } from '../views/index.ts';

/** What the list of conversations shows. Kept in the address, so that it survives reloading and going back. */
export type ChatFilters = Omit<MethodInput<'chat.list'>, 'after' | 'limit'>;

/** The folders that have a tab, in their order. */
export const CHAT_TABS = ['open', 'mine', 'unassigned', 'resolved', 'all'] as const;

/** Reads the filters from the address. Unknown and missing values become the defaults. */
export function readChatFilters(params: URLSearchParams): ChatFilters {
  const one = <T extends string>(values: readonly T[], name: string): T | undefined =>
    values.find((value) => value === params.get(name));
  const status = one(CONVERSATION_STATUSES, 'status');
  const priority = one(PRIORITIES, 'priority');
  const channel = one(CONVERSATION_CHANNELS, 'channel');
  const clock = one(CLOCK_FILTERS, 'sla');
  const label = Label.safeParse(params.get('label')).data;
  const team = Id.safeParse(params.get('team')).data;
  return {
    filter: one(CHAT_FOLDERS, 'filter') ?? 'open',
    sort: one(CHAT_ORDERS, 'sort') ?? 'newest',
    search: (params.get('q') ?? '').slice(0, 200),
    ...(status === undefined ? {} : { status }),
    ...(priority === undefined ? {} : { priority }),
    ...(label === undefined ? {} : { label }),
    ...(channel === undefined ? {} : { channel }),
    ...(clock === undefined ? {} : { clock }),
    ...(team === undefined ? {} : { team }),
    ...(params.get('waiting') === '1' ? { waiting: true } : {}),
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
  put('status', next.status);
  put('priority', next.priority);
  put('label', next.label);
  put('channel', next.channel);
  put('sla', next.clock);
  put('team', next.team);
  put('waiting', next.waiting === true ? '1' : undefined);
  put('q', next.search?.slice(0, 200));
  return out;
}

/** No filter, for a change to a saved folder's own. */
const NOTHING: ChatFilterChange = {
  status: undefined,
  priority: undefined,
  label: undefined,
  channel: undefined,
  clock: undefined,
  team: undefined,
  waiting: undefined,
};

/** The addresses of saved folders. */
export const folderAddress = viewAddress<ChatFilters, ChatFilterChange>({
  names: ['filter', 'sort', 'dir', 'status', 'priority', 'label', 'channel', 'sla', 'team', 'waiting', 'q'],
  read: readChatFilters,
  write: writeChatFilters,
  join: (filters, change) => ({ ...NOTHING, ...filters, ...change }),
  sortOf: ({ sort }) => ({ by: sort, direction: 'asc' }),
});

/** Returns the change that shows one status: it takes the place of those that a folder has. */
export function statusChange(
  { filter, status: shown }: ChatFilters,
  status: ChatFilters['status'],
): ChatFilterChange {
  if (status === undefined || status === shown)
    return { status: undefined, ...(filter === 'all' ? { filter: 'open' } : {}) };
  return { status, ...(filter === 'open' || filter === 'resolved' ? { filter: 'all' } : {}) };
}
