import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { securityHeaders } from '../policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { type BrowserAccess, cookieHeader } from './access.ts';
import { refusalOf } from './guard.ts';

/** What answering a request needs. */
export interface RequestOptions {
  readonly access: BrowserAccess;
  readonly files: RendererFiles;
  readonly port: number;
}

/** Parses the target of a request. A host is put in front, so that `//name` stays a path. */
export function pathOf(request: IncomingMessage): URL | null {
  const address = `http://console${request.url ?? '/'}`;
  return request.url?.startsWith('/') && URL.canParse(address) ? new URL(address) : null;
}

function respond(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer | string,
): void {
  response.writeHead(status, {
    ...securityHeaders(),
    'cache-control': 'no-store',
    ...headers,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** Responds with a line of text. */
export function respondText(response: ServerResponse, status: number, message: string): void {
  respond(response, status, { 'content-type': 'text/plain; charset=utf-8' }, `${message}\n`);
}

/** Refuses an upgrade, or data that is not HTTP, with the same headers as every other response. */
export function refuseRaw(socket: Duplex, status: string): void {
  const headers = {
    ...securityHeaders(),
    connection: 'close',
    'content-length': '0',
    'cache-control': 'no-store',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n`);
}

/** Answers an opened link: the token becomes a cookie and disappears from the address bar. */
async function admit(
  { access, port }: RequestOptions,
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
): Promise<void> {
  const secret = await access.redeem(token);
  if (secret !== null)
    respond(response, 303, { location: '/', 'set-cookie': cookieHeader(port, secret) }, '');
  else if (access.knows(request, port)) respond(response, 303, { location: '/' }, '');
  else
    respondText(
      response,
      403,
      'This link has expired or has already been used. Press Enter in the terminal that runs Quayside to get a new one.',
    );
}

/** Answers a request: opens a one-time link or, for an admitted browser, serves a file. */
export async function serveRequest(
  options: RequestOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { access, files, port } = options;
  const refusal = refusalOf(request, port, false);
  if (refusal) return respondText(response, refusal.status, refusal.message);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return respondText(response, 405, 'Only GET and HEAD are allowed.');
  const url = pathOf(request);
  if (url === null) return respondText(response, 400, 'This is not an address of the console.');
  const token = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null;
  if (token !== null) return admit(options, request, response, token);
  if (!access.knows(request, port))
    return respondText(
      response,
      401,
      'Open the console with a link. Press Enter in the terminal that runs Quayside to get one.',
    );
  if (url.pathname === '/bridge/session') return respondText(response, 200, 'known');
  const file = await files.serve(url.pathname);
  if (file === null) return respondText(response, 404, 'Not found.');
  respond(response, file.status, file.headers, file.body);
}
