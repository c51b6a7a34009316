import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { refused } from '#shared/protocol/refusals.ts';
import { addressKey } from '../address.ts';
import type { GatewayConfig } from '../config.ts';
import { CommandError, type GatewayApp } from '../kernel.ts';
import type { PageCheck } from '../origin.ts';
import { refuse } from '../refuse.ts';
import { RateStore } from './rate-store.ts';

/** Response headers of the rate limit; errors carry Retry-After already. */
const NO_HEADERS = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };

/**
 * Applies to every request: security headers, allowed origins and the rate limit per address. Register it before any
 * route. Routes that serve pages override the content security policy with their `helmet` option.
 */
export async function guard(
  app: GatewayApp,
  config: GatewayConfig,
  fromAllowedPage: PageCheck,
): Promise<void> {
  await app.register(helmet, {
    // API responses load nothing.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    xFrameOptions: { action: 'deny' },
    // The gateway speaks HTTP; whether the host is HTTPS-only is decided by the proxy that terminates TLS.
    strictTransportSecurity: false,
  });
  app.addHook('onRequest', async (request) => {
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      throw new CommandError({ code: 'invalid', message: 'The header Host is missing.', field: 'host' });
    if (!fromAllowedPage(request.headers)) refuse('page_not_allowed', {});
  });
  const { perSecond, burst } = config.limits.requests;
  await app.register(rateLimit, {
    max: burst,
    timeWindow: Math.ceil((burst / perSecond) * 1000),
    store: RateStore,
    keyGenerator: (request: FastifyRequest) => addressKey(request.clientAddress),
    addHeaders: { ...NO_HEADERS, 'retry-after': false },
    addHeadersOnExceeding: NO_HEADERS,
    errorResponseBuilder: (_request, { ttl }) =>
      new CommandError(refused('too_many_requests', {}, { retryAfterMs: Math.max(1, Math.ceil(ttl)) })),
  });
  await app.register(cookie);
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
