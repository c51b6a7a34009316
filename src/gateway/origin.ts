import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

/** Whether only this machine can reach the gateway: it listens on loopback, and no reverse proxy serves it to others. */
export function isPrivate(config: { readonly host: string; readonly publicUrl: string | null }): boolean {
  return LOOPBACK.has(config.host) && config.publicUrl === null;
}

function hostOf(header: string | undefined): string | null {
  if (header === undefined || !URL.canParse(`http://${header}`)) return null;
  return new URL(`http://${header}`).hostname;
}

const isAddress = (hostname: string): boolean => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;

/** Whether the headers of a request are those of a page of this gateway, or of no page at all. */
export type PageCheck = (headers: IncomingHttpHeaders) => boolean;

/**
 * Creates the check. Pages of other origins are recognised by their Origin header. Pages that use DNS rebinding send an Origin
 * that equals their Host: they are recognised by the name, where the gateway knows its own. That is `publicUrl`, and where it
 * listens on loopback only, the names of this machine.
 */
export function createPageCheck(config: {
  /** The address the gateway listens on. */
  readonly host: string;
  /** The origin under which people reach it; null without a reverse proxy. */
  readonly publicUrl: string | null;
}): PageCheck {
  const publicHost = config.publicUrl === null ? null : new URL(config.publicUrl).hostname;
  const onlyLoopback = LOOPBACK.has(config.host);
  return (headers) => {
    const host = hostOf(headers.host);
    if (onlyLoopback && (host === null || !(LOOPBACK.has(host) || host === publicHost))) return false;
    const { origin } = headers;
    if (origin === undefined) return true;
    if (!URL.canParse(origin)) return false;
    const page = new URL(origin);
    if (page.origin === config.publicUrl) return true;
    if (page.host !== headers.host) return false;
    return config.publicUrl === null || LOOPBACK.has(page.hostname) || isAddress(page.hostname);
  };
}
