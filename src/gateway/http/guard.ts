import { BucketMap } from '../auth/index.ts';
import type { GatewayConfig } from '../config.ts';
import { CommandError, type GatewayApp } from '../kernel.ts';
import { fromAllowedPage } from './origin.ts';

/** Policy of API responses, which load nothing. Pages bring their own. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Applies to every request: allowed origins, the rate limit per address, and security headers. */
export function guard(app: GatewayApp, config: GatewayConfig): void {
  const requests = new BucketMap(config.limits.requests);
  app.addHook('onRequest', async (request) => {
    if (!fromAllowedPage(request.headers, config.host))
      throw new CommandError({ code: 'forbidden', message: 'Requests from this page are not allowed.' });
    const wait = requests.take(request.ip, performance.now());
    if (wait > 0)
      throw new CommandError({
        code: 'rate_limited',
        message: 'Too many requests. Slow down.',
        retryAfterMs: wait,
      });
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('x-frame-options')) reply.header('x-frame-options', 'DENY');
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', API_POLICY);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
