import { METHODS, STREAMS } from '#shared/bridge/index.ts';
import type { Logger } from '../ports.ts';
import { checkNames } from './checks.ts';
import { type AnyMethod, type AnyStream, Client, type ClientOptions, type RouterClient } from './client.ts';
import type { AccessView, Caller, MethodHandlers, StreamHandlers } from './types.ts';

/** Routes calls and streams of pages to handlers: checks the name, the input and the access, then the output. */
export interface Router {
  /** Connects a client. */
  connect(): RouterClient;
  /** Ends the streams that the user may no longer read. Call it when the sign-in changes. */
  accessChanged(): void;
  /** Disconnects all clients. */
  dispose(): void;
}

/** What the router routes to. */
export interface RouterOptions {
  readonly methods: MethodHandlers;
  readonly streams: StreamHandlers;
  readonly access: () => AccessView;
  readonly logger: Logger;
  /** Called when a client has connected, and when it has gone. */
  readonly onConnect?: (caller: Caller) => void;
  readonly onGone?: (caller: Caller) => void;
}

/** Creates the router. Throws if a name of the contract has no handler, or a handler no name. */
export function createRouter(options: RouterOptions): Router {
  checkNames('method', METHODS, options.methods);
  checkNames('stream', STREAMS, options.streams);
  const shared: ClientOptions = {
    methods: new Map(Object.entries(options.methods)) as ReadonlyMap<string, AnyMethod>,
    streams: new Map(Object.entries(options.streams)) as ReadonlyMap<string, AnyStream>,
    access: options.access,
    logger: options.logger,
  };
  const clients = new Map<string, Client>();
  let nextClient = 1;

  return {
    connect() {
      const clientId = String(nextClient++);
      const client = new Client(clientId, shared, () => {
        clients.delete(clientId);
        options.onGone?.({ clientId });
      });
      clients.set(clientId, client);
      options.onConnect?.({ clientId });
      return client;
    },
    accessChanged() {
      for (const client of clients.values()) client.accessChanged();
    },
    dispose() {
      for (const client of [...clients.values()]) client.dispose();
    },
  };
}
