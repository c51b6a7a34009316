import type { z } from 'zod';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { ok } from '#shared/domain/result.ts';
import { refuse } from '../rpc/checks.ts';
import { failureOf, readText, unreachable } from './gateway-auth.ts';

const TIMEOUT_MS = 15_000;
/** The gateway's pages have a MiB, and one row more. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;

/** Asks the gateway as a user. Failures are results: `unavailable` if it cannot be reached or its answer is malformed. */
export interface GatewayAsk {
  /** Sends a GET, or with a `body` a POST. */
  ask<T>(url: URL, accessToken: string, answer: z.ZodType<T>, body?: unknown): Promise<BridgeResult<T>>;
  /** Aborts requests in progress. */
  dispose(): void;
}

/** Creates what asks. */
export function createGatewayAsk(request: typeof fetch): GatewayAsk {
  const ending = new AbortController();
  return {
    async ask(url, accessToken, answer, body) {
      try {
        const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` };
        const response = await request(url.href, {
          signal: AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]),
          // A redirect could send the token to another server.
          redirect: 'error',
          ...(body === undefined
            ? { headers }
            : {
                method: 'POST',
                headers: { ...headers, 'content-type': 'application/json' },
                body: JSON.stringify(body),
              }),
        });
        const value: unknown = JSON.parse(await readText(response, MAX_PAGE_BYTES));
        if (!response.ok) return failureOf(response.status, value);
        const parsed = answer.safeParse(value);
        return parsed.success ? ok(parsed.data) : refuse('server_answer', {});
      } catch (error) {
        return unreachable(error);
      }
    },
    dispose: () => ending.abort(),
  };
}

/** Adds the cursor and the size of a page to an address. */
export function paged(url: URL, after: string | null, limit: number): URL {
  url.searchParams.set('limit', String(limit));
  if (after !== null) url.searchParams.set('cursor', after);
  return url;
}
