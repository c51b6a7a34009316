import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { HostPorts } from '../../ports.ts';
import { MAX_INPUT_BYTES } from '../../rpc/checks.ts';
import type { Router } from '../../rpc/router.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { BrowserAccess } from './access.ts';
import { BridgeConnection } from './connection.ts';
import { refusalOf } from './guard.ts';
import type { Rate } from './rate.ts';
import { pathOf, refuseRaw, respondText, serveRequest } from './requests.ts';

/** The largest input plus its envelope. */
const MAX_MESSAGE_BYTES = MAX_INPUT_BYTES + 4096;
/** Maximum open pages. */
const MAX_PAGES = 32;
const DEFAULT_RATE: Rate = { perSecond: 2_000, burst: 4_000 };

/** What the browser host serves. */
export interface BrowserHostOptions {
  readonly ports: HostPorts;
  readonly router: Router;
  readonly files: RendererFiles;
  /** 0 picks a free port. */
  readonly port: number;
  readonly rate?: Rate;
}

/** A listening browser host. */
export interface BrowserHost {
  readonly port: number;
  /** Returns a new link, which admits one browser within a minute. */
  link(): string;
  /** Closes all connections and stops listening. */
  dispose(): Promise<void>;
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

/** Serves the console to browsers on this machine. Rejects if the port is in use. */
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

  server.on('request', (request, response) => {
    serveRequest({ access, files, port }, request, response).catch((error: unknown) => {
      logger.error(
        { module: 'browser-host', error: error instanceof Error ? error.name : 'unknown' },
        'a request failed',
      );
      if (!response.headersSent) respondText(response, 500, 'Something went wrong in the console.');
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
      access.dispose();
      sockets.close();
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
