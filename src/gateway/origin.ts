import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

function hostOf(header: string | undefined): string | null {
  if (header === undefined || !URL.canParse(`http://${header}`)) return null;
  return new URL(`http://${header}`).hostname;
}

/**
 * Whether a request comes from a page of this gateway, or from no page at all. Pages of other origins are recognised by their
 * Origin header; pages that use DNS rebinding by their Host header, where the gateway listens on loopback only.
 */
export function fromAllowedPage(headers: IncomingHttpHeaders, listensOn: string): boolean {
  const host = hostOf(headers.host);
  if (LOOPBACK.has(listensOn) && (host === null || !LOOPBACK.has(host))) return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === headers.host;
}
