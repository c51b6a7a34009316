import type { AlertFilter } from '#shared/bridge/alerts.ts';
import { ALL_OPEN } from '#shared/bridge/alerts.ts';

/** What the list shows: open alerts, their groups, or resolved ones. */
export type AlertTab = 'open' | 'groups' | 'resolved';

/** The filters that narrow a list, by the name of their words. */
export const FILTERS = [
  'state',
  'kind',
  'severity',
  'locationId',
  'owner',
  'silenced',
  'acknowledged',
] as const;
export type FilterName = (typeof FILTERS)[number];

/** Returns the filters that are set. The state of resolved alerts is none. */
export function activeFilters(filter: AlertFilter): FilterName[] {
  return FILTERS.filter((name) => {
    if (name === 'state' && filter.status === 'resolved') return false;
    if (name === 'silenced') return filter.silenced !== 'shown';
    return filter[name] !== null;
  });
}

/** Returns a list without filters. */
export function cleared({ status }: AlertFilter): AlertFilter {
  return { ...ALL_OPEN, status };
}
