import type { BridgeResult } from '#shared/bridge/index.ts';
import { RetentionReport } from '#shared/domain/message-retention.ts';
import { createGatewayAsk } from './gateway-ask.ts';

/** Asks the gateway what the retention of messages has deleted, which no console keeps. */
export interface GatewayRetention {
  report(server: string, accessToken: string): Promise<BridgeResult<RetentionReport>>;
  /** Aborts requests in progress. */
  dispose(): void;
}

/** Creates the client. Tests pass their own `request`. */
export function createGatewayRetention(request: typeof fetch = fetch): GatewayRetention {
  const { ask, dispose } = createGatewayAsk(request);
  return {
    report: (server, accessToken) =>
      ask(new URL('/api/v1/chat/retention', server), accessToken, RetentionReport),
    dispose,
  };
}
