import type { IncomingMessage } from 'node:http';

/** Why a request is refused before anything else is checked. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** Returns the only Host values we accept. Other names that resolve to this machine may be DNS rebinding. */
function hostsOf(port: number): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
}

/** Counts the occurrences of a header; Node joins some duplicates and drops others. */
function countOf(request: IncomingMessage, name: string): number {
  return request.rawHeaders.filter((value, index) => index % 2 === 0 && value.toLowerCase() === name).length;
}

/**
 * Checks where a request comes from. Its Host must be ours and its Origin, if there is one, the same host. An Origin is
 * required for upgrades and for every method other than GET and HEAD.
 */
export function refusalOf(request: IncomingMessage, port: number, isUpgrade: boolean): Refusal | null {
  const { host, origin } = request.headers;
  if (host === undefined || countOf(request, 'host') !== 1 || !hostsOf(port).has(host))
    return { status: 403, message: 'This console does not accept requests for this host.' };
  const changes = isUpgrade || (request.method !== 'GET' && request.method !== 'HEAD');
  if (origin === undefined && !changes) return null;
  if (origin !== `http://${host}` || countOf(request, 'origin') !== 1)
    return { status: 403, message: 'This console does not accept requests from this origin.' };
  return null;
}
