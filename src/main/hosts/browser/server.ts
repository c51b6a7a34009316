import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { HostPorts } from '../../ports.ts';
import { MAX_INPUT_BYTES } from '../../rpc/checks.ts';
import type { Router } from '../../rpc/router.ts';
import { securityHeaders } from '../policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { BrowserAccess, cookieHeader } from './access.ts';
import { BridgeConnection } from './connection.ts';
import { refusalOf } from './guard.ts';
import type { Rate } from './rate.ts';

/** Room for a message's own frame around the largest input. */
const MAX_MESSAGE_BYTES = MAX_INPUT_BYTES + 4096;
const MAX_PAGES = 32;
const DEFAULT_RATE: Rate = { perSecond: 2_000, burst: 4_000 };

export interface BrowserHostOptions {
  readonly ports: HostPorts;
  readonly router: Router;
  readonly files: RendererFiles;
  /** 0 takes a free one. */
  readonly port: number;
  readonly rate?: Rate;
}

export interface BrowserHost {
  readonly port: number;
  /** A new address that lets one browser in, once. */
  link(): string;
  dispose(): Promise<void>;
}

/** The target of a request as an address; it is put behind a host so that `//name` stays a path. */
function pathOf(request: IncomingMessage): URL | null {
  const address = `http://console${request.url ?? '/'}`;
  return request.url?.startsWith('/') && URL.canParse(address) ? new URL(address) : null;
}

function answer(
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

function say(response: ServerResponse, status: number, message: string): void {
  answer(response, status, { 'content-type': 'text/plain; charset=utf-8' }, `${message}\n`);
}

/** Refuses an upgrade, or bytes that are not HTTP, with the same headers as every other answer. */
function refuseRaw(socket: Duplex, status: string): void {
  const headers = {
    ...securityHeaders(),
    connection: 'close',
    'content-length': '0',
    'cache-control': 'no-store',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      const address: AddressInfo | string | null = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Serves the console to browsers on this machine. Rejects when the port is taken. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { ports, router, files } = options;
  const { clock, logger } = ports;
  const access = await BrowserAccess.open(ports);
  const connections = new Set<BridgeConnection>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000 });
  server.maxConnections = 256;
  let port = 0;

  /** A link was opened: the token becomes a cookie and leaves the address. */
  async function enter(request: IncomingMessage, response: ServerResponse, token: string): Promise<void> {
    const secret = await access.redeem(token);
    if (secret !== null)
      answer(response, 303, { location: '/', 'set-cookie': cookieHeader(port, secret) }, '');
    else if (access.knows(request, port)) answer(response, 303, { location: '/' }, '');
    else say(response, 403, 'This link was used before. The console prints a new one when it starts.');
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request, port, false);
    if (refusal) return say(response, refusal.status, refusal.message);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return say(response, 405, 'Only reading is possible here.');
    const url = pathOf(request);
    if (url === null) return say(response, 400, 'This is not an address of the console.');
    const token = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null;
    if (token !== null) return enter(request, response, token);
    if (!access.knows(request, port))
      return say(response, 401, 'Open the console with the link it printed when it started.');
    if (url.pathname === '/bridge/session') return say(response, 200, 'known');
    const file = await files.serve(url.pathname);
    if (file === null) return say(response, 404, 'There is nothing here.');
    answer(response, file.status, file.headers, file.body);
  }

  server.on('request', (request, response) => {
    serve(request, response).catch((error: unknown) => {
      logger.error(
        { module: 'browser-host', error: error instanceof Error ? error.name : 'unknown' },
        'a request failed',
      );
      if (!response.headersSent) say(response, 500, 'The console could not answer.');
      else response.destroy();
    });
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) refuseRaw(socket, '400 Bad Request');
    else socket.destroy();
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (refusalOf(request, port, true)) return refuseRaw(socket, '403 Forbidden');
    if (pathOf(request)?.pathname !== '/bridge') return refuseRaw(socket, '404 Not Found');
    if (!access.knows(request, port)) return refuseRaw(socket, '401 Unauthorized');
    if (connections.size >= MAX_PAGES) return refuseRaw(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection: BridgeConnection = new BridgeConnection({
        socket: webSocket,
        router,
        clock,
        logger,
        rate: options.rate ?? DEFAULT_RATE,
        onEnd: () => connections.delete(connection),
      });
      connections.add(connection);
    });
  });

  port = await listen(server, options.port);
  return {
    port,
    link: () => `http://127.0.0.1:${port}/?token=${access.issue()}`,
    dispose() {
      for (const connection of [...connections]) connection.end();
      sockets.close();
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
