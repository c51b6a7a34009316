import { LinesAnswer, MovementsAnswer } from '#shared/bridge/imports.ts';
import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { createGatewayAsk, paged } from './gateway-ask.ts';

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
  const { ask, dispose } = createGatewayAsk(request);
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
    dispose,
  };
}
