import type { Subject } from '#shared/domain/subject.ts';

/** The scheme of the window's page, `app://quayside/`. */
export const SCHEME = 'app';
const HOST = 'quayside';
/** The address of the window's page. */
export const PAGE = `${SCHEME}://${HOST}/`;

/** The page that says that the window stopped working. */
export const STOPPED_PAGE = `${PAGE}stopped`;

/** Whether an address is one of our pages. Compares its parts, because Node reports no origin for a custom scheme. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === '';
}

const SECTIONS: ReadonlySet<string> = new Set([
  'live',
  'inventory',
  'imports',
  'chat',
  'canned',
  'kpis',
  'service',
  'filter',
  'reports',
  'attention',
  'rooms',
  'teams',
  'reorder',
  'value',
  'alerts',
  'orders',
  'payments',
  'counts',
  'transfers',
  'purchasing',
  'suppliers',
  'customers',
  'users',
  'audit',
  'watchdog',
  'usage',
  'billing',
  'outbox',
  'settings',
]);
const SEGMENT = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Returns the route of a deep link such as `quayside://chat/<conversation>`: a known section and at most one id. Returns
 * null for anything else.
 */
export function routeOfDeepLink(link: string): string | null {
  if (link.length > 300 || !URL.canParse(link)) return null;
  const url = new URL(link);
  const plain =
    url.search === '' && url.hash === '' && url.username === '' && url.password === '' && url.port === '';
  if (url.protocol !== 'quayside:' || !plain || !SECTIONS.has(url.hostname)) return null;
  const rest = url.pathname.split('/').filter((part) => part !== '');
  if (rest.length > 1 || !rest.every((part) => SEGMENT.test(part))) return null;
  const route = `/${[url.hostname, ...rest].join('/')}`;
  // We never create links that parsing changes (dots, escapes, capitals).
  return link.replace(/\/$/, '') === `quayside:/${route}` ? route : null;
}

/** Returns the route that opens a record, whichever page shows it; null if its kind or id cannot be part of an address. */
export function routeOfSubject({ kind, id }: Subject): string | null {
  return SEGMENT.test(kind) && SEGMENT.test(id) ? `/open/${kind}/${id}` : null;
}

/** Returns the address of one of our routes, which follow the `#`; the start page if `route` is not one. */
export function pageOf(route: string | null): string {
  const known = route !== null && /^(?:\/[A-Za-z0-9_-]{1,64}){1,3}$/.test(route);
  return known ? `${PAGE}#${route}` : PAGE;
}
