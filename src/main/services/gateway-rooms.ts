import { z } from 'zod';
import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { ExportedPage, FoundRooms } from '#shared/bridge/rooms.ts';
import { RoomExport } from '#shared/domain/room-exports.ts';
import { createGatewayAsk, paged } from './gateway-ask.ts';

type Answer<N extends 'rooms.find_private' | 'rooms.exported' | 'rooms.exported_messages'> = (
  server: string,
  accessToken: string,
  query: MethodInput<N>,
) => Promise<BridgeResult<MethodOutput<N>>>;

/** Asks the gateway for what no console keeps: private rooms that are exported. */
export interface GatewayRooms {
  readonly find: Answer<'rooms.find_private'>;
  readonly exported: Answer<'rooms.exported'>;
  readonly messages: Answer<'rooms.exported_messages'>;
  /** Aborts requests in progress. */
  dispose(): void;
}

const Found = z.object({ ok: z.literal(true), result: FoundRooms }).transform(({ result }) => result);

/** Creates the client. Tests pass their own `request`. */
export function createGatewayRooms(request: typeof fetch = fetch): GatewayRooms {
  const { ask, dispose } = createGatewayAsk(request);
  const of = (server: string, exportId: string, rest = ''): URL =>
    new URL(`/api/v1/rooms/exports/${encodeURIComponent(exportId)}${rest}`, server);
  return {
    find: (server, accessToken, { id, userId, reason }) => {
      const url = new URL('/api/v1/commands/rooms.find_private', server);
      return ask(url, accessToken, Found, { id, data: { userId, reason } });
    },
    exported: (server, accessToken, { exportId }) => ask(of(server, exportId), accessToken, RoomExport),
    messages: (server, accessToken, { exportId, after, limit }) =>
      ask(paged(of(server, exportId, '/messages'), after, limit), accessToken, ExportedPage),
    dispose,
  };
}
