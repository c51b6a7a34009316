import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

function hostOf(header: string | undefined): string | null {
  if (header === undefined || !URL.canParse(`http://${header}`)) return null;
  return new URL(`http://${header}`).hostname;
}

/**
 * Whether a request may have been made by a page this gateway served, or by no page at all. A browser page of another
 * origin is refused by its Origin; one that made its name resolve to this machine (DNS rebinding) by the Host it asks for,
 * where the gateway listens on this machine alone.
 */
export function fromAllowedPage(headers: IncomingHttpHeaders, listensOn: string): boolean {
  const host = hostOf(headers.host);
  if (LOOPBACK.has(listensOn) && (host === null || !LOOPBACK.has(host))) return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === headers.host;
}
