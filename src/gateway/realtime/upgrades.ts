import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { addressKey } from '../address.ts';
import { BucketMap } from '../auth/index.ts';
import type { GatewayConfig } from '../config.ts';
import type { Edge } from '../edge.ts';
import { refuseSocket } from '../raw-response.ts';

/** What decides about upgrades. */
export interface UpgradeChecks extends Edge {
  readonly config: GatewayConfig;
}

/** What becomes of requests to upgrade a connection. */
export interface Upgrades {
  /** Receives the admitted requests. Socket.IO attaches here: its own refusals lack the security headers. */
  readonly admitted: HttpServer;
  /** Stops listening. */
  dispose(): void;
}

const tooMany = (message: string, retryAfterMs: number): ProtocolError => ({
  code: 'rate_limited',
  message,
  retryAfterMs,
});

/** Passes the WebSocket upgrades of allowed pages on and refuses all others with an answer that has the security headers. */
export function admitUpgrades(http: HttpServer, checks: UpgradeChecks): Upgrades {
  // Never listens: it only carries the event.
  const admitted = createServer();
  // Upgrades do not pass the HTTP application and its rate limit.
  const rate = new BucketMap(checks.config.limits.requests);
  const decide = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const path = (request.url ?? '').split('?')[0]?.replace(/\/$/, '');
    if (path !== checks.config.websocket.path)
      refuseSocket(socket, 404, { code: 'not_found', message: 'There is nothing here.' });
    else if (request.method !== 'GET' || request.headers.upgrade?.toLowerCase() !== 'websocket')
      refuseSocket(socket, 400, { code: 'invalid', message: 'Only WebSocket is offered.', field: 'upgrade' });
    else if (!checks.fromAllowedPage(request.headers))
      refuseSocket(socket, 403, { code: 'forbidden', message: 'Requests from this page are not allowed.' });
    else {
      const wait = rate.take(addressKey(checks.clients.of(request)), performance.now());
      if (wait > 0) refuseSocket(socket, 429, tooMany('Too many requests from this address.', wait));
      else if (!checks.connectionLimit.hold(request, socket))
        refuseSocket(socket, 429, tooMany('Too many connections from this address.', 10_000));
      else admitted.emit('upgrade', request, socket, head);
    }
  };
  http.on('upgrade', decide);
  return { admitted, dispose: () => void http.off('upgrade', decide) };
}
