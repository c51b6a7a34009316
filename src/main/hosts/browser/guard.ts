import type { IncomingMessage } from 'node:http';

/** Why a request is refused before anything else is looked at. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** The hosts this console answers to, exactly: a name that merely resolves to this machine is not one (DNS rebinding). */
function hostsOf(port: number): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
}

/** How many of a header were sent; Node joins some and drops others. */
function countOf(request: IncomingMessage, name: string): number {
  return request.rawHeaders.filter((value, index) => index % 2 === 0 && value.toLowerCase() === name).length;
}

/**
 * Checks where a request comes from: its Host must be ours; its Origin must be that same host, and must be there for
 * whatever changes something or opens a socket.
 */
export function refusalOf(request: IncomingMessage, port: number, isUpgrade: boolean): Refusal | null {
  const { host, origin } = request.headers;
  if (host === undefined || countOf(request, 'host') !== 1 || !hostsOf(port).has(host))
    return { status: 403, message: 'This console does not answer to that host.' };
  const changes = isUpgrade || (request.method !== 'GET' && request.method !== 'HEAD');
  if (origin === undefined && !changes) return null;
  if (origin !== `http://${host}` || countOf(request, 'origin') !== 1)
    return { status: 403, message: 'This console does not answer to that origin.' };
  return null;
}
