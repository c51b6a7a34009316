import type { Subject } from '#shared/domain/subject.ts';

/** Pages by the kind of record they show; the id follows. */
const PAGES: Readonly<Record<string, string>> = {
  item: '/inventory',
  order: '/orders',
  conversation: '/chat',
  alert: '/alerts',
};
/** Pages for kinds of record that have no page of their own. */
const LISTS: Readonly<Record<string, string>> = { location: '/inventory', alert_rule: '/alerts' };

/** The path of the page that shows a record; null where there is none. */
export function pathOf({ kind, id }: Subject): string | null {
  const page = PAGES[kind];
  return page === undefined ? (LISTS[kind] ?? null) : `${page}/${encodeURIComponent(id)}`;
}
