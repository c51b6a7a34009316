import { UNSENT_STATES, type UnsentState } from '#shared/bridge/outbox.ts';

/** What the page shows, as its address says. */
export interface OutboxFilters {
  readonly section: 'unsent' | 'typed';
  readonly state: UnsentState;
  /** The part of a command's type before the dot; null for all. */
  readonly kind: string | null;
  readonly sort: 'newest' | 'oldest';
  readonly search: string;
}

/** What stands in an address without parameters. */
export const DEFAULT_FILTERS: OutboxFilters = {
  section: 'unsent',
  state: 'all',
  kind: null,
  sort: 'newest',
  search: '',
};

/** Reads the filters of an address. Unknown values give the defaults. */
export function readOutboxFilters(params: URLSearchParams): OutboxFilters {
  const kind = params.get('kind') ?? '';
  return {
    section: params.get('section') === 'typed' ? 'typed' : 'unsent',
    state: UNSENT_STATES.find((state) => state === params.get('state')) ?? 'all',
    kind: /^[a-z_]{1,40}$/.test(kind) ? kind : null,
    sort: params.get('sort') === 'oldest' ? 'oldest' : 'newest',
    search: (params.get('q') ?? '').slice(0, 200),
  };
}

/** Writes filters into an address; defaults are left out. */
export function writeOutboxFilters(filters: OutboxFilters): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string, standard: string): void => {
    if (value !== standard) params.set(name, value);
  };
  put('section', filters.section, DEFAULT_FILTERS.section);
  put('state', filters.state, DEFAULT_FILTERS.state);
  put('kind', filters.kind ?? '', '');
  put('sort', filters.sort, DEFAULT_FILTERS.sort);
  put('q', filters.search, '');
  return params;
}

/** Whether anything narrows the list. */
export function isNarrowed({ state, kind, search }: OutboxFilters): boolean {
  return state !== 'all' || kind !== null || search !== '';
}
