import type { Subject } from '#shared/domain/subject.ts';

/** Where the window's page comes from: `app://quayside/`. */
export const SCHEME = 'app';
const HOST = 'quayside';
export const PAGE = `${SCHEME}://${HOST}/`;

/** Whether an address is one of our pages. Compared by its parts: a custom scheme has no origin Node would tell. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === '';
}

const SECTIONS: ReadonlySet<string> = new Set(['live', 'inventory', 'chat', 'alerts', 'orders', 'settings']);
const SEGMENT = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The route of a deep link such as `quayside://chat/<conversation>`: one of the known sections and at most one id. Null
 * for everything else.
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
  // What reads differently once it is parsed (dots, escapes, capitals) is not a link we ever made.
  return link.replace(/\/$/, '') === `quayside:/${route}` ? route : null;
}

/** The route by which the renderer opens a record, whichever page shows it; null for an id that cannot stand in an address. */
export function routeOfSubject({ kind, id }: Subject): string | null {
  return SEGMENT.test(kind) && SEGMENT.test(id) ? `/open/${kind}/${id}` : null;
}

/** The address of a route of ours (the page's router lives behind the `#`); the start page for what is not one. */
export function pageOf(route: string | null): string {
  const known = route !== null && /^(?:\/[A-Za-z0-9_-]{1,64}){1,3}$/.test(route);
  return known ? `${PAGE}#${route}` : PAGE;
}
