import { AuditAnswer } from '#shared/bridge/audit.ts';
import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { ok } from '#shared/domain/result.ts';
import { refuse } from '../rpc/checks.ts';
import { failureOf, readText, unreachable } from './gateway-auth.ts';

const TIMEOUT_MS = 15_000;
/** The gateway's pages have a MiB, and one row more. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;

/** Reads pages of the gateway's audit. Failures are results: `unavailable` if it cannot be reached or its answer is malformed. */
export interface GatewayAudit {
  list(
    server: string,
    accessToken: string,
    query: MethodInput<'audit.list'>,
  ): Promise<BridgeResult<MethodOutput<'audit.list'>>>;
  /** Aborts requests in progress. */
  dispose(): void;
}

/** Creates the client. Tests pass their own `request`. */
export function createGatewayAudit(request: typeof fetch = fetch): GatewayAudit {
  const ending = new AbortController();
  return {
    async list(server, accessToken, query) {
      try {
        const response = await request(addressOf(server, query), {
          signal: AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]),
          // A redirect could send the token to another server.
          redirect: 'error',
          headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
        });
        const value: unknown = JSON.parse(await readText(response, MAX_PAGE_BYTES));
        if (!response.ok) return failureOf(response.status, value);
        const parsed = AuditAnswer.safeParse(value);
        return parsed.success ? ok(parsed.data) : refuse('server_answer', {});
      } catch (error) {
        return unreachable(error);
      }
    },
    dispose: () => ending.abort(),
  };
}

function addressOf(server: string, { filter, after, limit }: MethodInput<'audit.list'>): string {
  const url = new URL('/api/v1/audit', server);
  url.searchParams.set('limit', String(limit));
  if (after !== null) url.searchParams.set('cursor', after);
  for (const [name, value] of Object.entries(filter))
    if (value !== null && value !== '') url.searchParams.set(name, String(value));
  return url.href;
}
