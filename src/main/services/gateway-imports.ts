import type { z } from 'zod';
import { LinesAnswer, MovementsAnswer } from '#shared/bridge/imports.ts';
import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { ok } from '#shared/domain/result.ts';
import { refuse } from '../rpc/checks.ts';
import { failureOf, readText, unreachable } from './gateway-auth.ts';

const TIMEOUT_MS = 15_000;
/** The gateway's pages have a MiB, and one row more. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;

/**
 * Reads from the gateway what the cache does not hold: the lines of imports and the whole ledger. Failures are results:
 * `unavailable` if it cannot be reached or its answer is malformed.
 */
export interface GatewayImports {
  lines(
    server: string,
    accessToken: string,
    query: MethodInput<'imports.lines'>,
  ): Promise<BridgeResult<MethodOutput<'imports.lines'>>>;
  movements(
    server: string,
    accessToken: string,
    query: MethodInput<'imports.movements'>,
  ): Promise<BridgeResult<MethodOutput<'imports.movements'>>>;
  /** Aborts requests in progress. */
  dispose(): void;
}

/** Creates the client. Tests pass their own `request`. */
export function createGatewayImports(request: typeof fetch = fetch): GatewayImports {
  const ending = new AbortController();
  async function ask<T>(url: URL, accessToken: string, answer: z.ZodType<T>): Promise<BridgeResult<T>> {
    try {
      const response = await request(url.href, {
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        // A redirect could send the token to another server.
        redirect: 'error',
        headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
      });
      const value: unknown = JSON.parse(await readText(response, MAX_PAGE_BYTES));
      if (!response.ok) return failureOf(response.status, value);
      const parsed = answer.safeParse(value);
      return parsed.success ? ok(parsed.data) : refuse('server_answer', {});
    } catch (error) {
      return unreachable(error);
    }
  }
  return {
    lines: (server, accessToken, { importId, filter, after, limit }) => {
      const url = new URL(`/api/v1/imports/${encodeURIComponent(importId)}/lines`, server);
      url.searchParams.set('filter', filter);
      return ask(paged(url, after, limit), accessToken, LinesAnswer);
    },
    movements: (server, accessToken, { from, after, limit }) => {
      const url = new URL('/api/v1/inventory/movements', server);
      if (from !== null) url.searchParams.set('from', String(from));
      return ask(paged(url, after, limit), accessToken, MovementsAnswer);
    },
    dispose: () => ending.abort(),
  };
}

function paged(url: URL, after: string | null, limit: number): URL {
  url.searchParams.set('limit', String(limit));
  if (after !== null) url.searchParams.set('cursor', after);
  return url;
}
