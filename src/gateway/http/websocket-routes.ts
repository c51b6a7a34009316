import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Announcement } from '#shared/domain/announcements.ts';
import { ClientUuid, Id } from '#shared/domain/ids.ts';
import { Reply } from '#shared/protocol/envelope.ts';
import { PROTOCOL_VERSION, ProtocolVersion } from '#shared/protocol/version.ts';
import { newId } from '../ids.ts';
import type { Clock, GatewayApp, ModuleRoutes } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import type { EventStreams } from '../realtime/index.ts';
import type { RealtimeStats } from '../realtime/stats.ts';
import { ErrorBody } from './errors.ts';
import type { CommandGate } from './submit.ts';

/** The path under which similar programs tell about their sockets, and send to them. */
const PATH = '/api/realtime/websocket';

const Status = z.object({
  path: z.string().describe('Where Socket.IO listens'),
  protocol: ProtocolVersion,
  connections: z.int().describe('Connected consoles'),
  lagging: z.int().describe('Consoles that are behind'),
  eventStreams: z.int().describe('Open streams of events over HTTP'),
  head: z.int().describe('The sequence of the newest event'),
});

const id = ClientUuid.optional().describe('Sent again with the same id, it happens once.');
const Send = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('broadcast'), message: Announcement, id }),
  z.strictObject({ action: z.literal('send'), userId: Id, message: Announcement, id }),
]);

/** What the routes need. */
export interface WebsocketRouteDependencies {
  readonly path: string;
  readonly log: EventLog;
  readonly realtime: RealtimeStats;
  readonly streams: EventStreams;
  readonly clock: Clock;
  readonly gate: CommandGate;
  readonly authorise: Parameters<ModuleRoutes>[1]['authorise'];
}

/** Adds the state of the realtime side, and announcements to those who are connected to it. */
export function websocketRoutes(app: GatewayApp, on: WebsocketRouteDependencies): void {
  app.get(
    PATH,
    {
      preParsing: on.authorise('system:read'),
      schema: { tags: ['events'], summary: 'The state of the realtime side', response: { 200: Status } },
    },
    async () => ({
      path: on.path,
      protocol: PROTOCOL_VERSION,
      connections: on.realtime.connections,
      lagging: on.realtime.lagging,
      eventStreams: on.streams.size,
      head: on.log.head(),
    }),
  );
  app.post(
    PATH,
    {
      preParsing: on.authorise('system:announce'),
      schema: {
        tags: ['events'],
        summary: 'Tells everybody something, or one user',
        body: Send,
        response: { default: z.union([Reply, ErrorBody]) },
      },
    },
    async (request: FastifyRequest<{ Body: z.infer<typeof Send> }>, reply: FastifyReply) => {
      const { id: given = newId(), message, ...to } = request.body;
      const data = { message, userId: to.action === 'send' ? to.userId : null };
      return on.gate.submit(request, reply, { id: given, type: 'system.announce', data, at: on.clock.now() });
    },
  );
}
