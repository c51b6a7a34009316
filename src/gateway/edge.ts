import { type ClientAddresses, clientAddresses } from './address.ts';
import type { GatewayConfig } from './config.ts';
import { ConnectionLimit } from './connection-limit.ts';
import { createPageCheck, type PageCheck } from './origin.ts';

/** What REST, sockets and the widget share about who connects. */
export interface Edge {
  readonly clients: ClientAddresses;
  readonly connectionLimit: ConnectionLimit;
  readonly fromAllowedPage: PageCheck;
}

/** Creates the rules about who connects from the configuration. */
export function createEdge(config: GatewayConfig): Edge {
  const clients = clientAddresses(config.trustedProxies);
  return {
    clients,
    connectionLimit: new ConnectionLimit(clients, config.limits.connections.perAddress),
    fromAllowedPage: createPageCheck(config),
  };
}
