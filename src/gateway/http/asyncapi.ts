import { z } from 'zod';
import { COMMANDS } from '#shared/protocol/commands/index.ts';
import { CommandEnvelope, EventEnvelope, Reply } from '#shared/protocol/envelope.ts';
import { EVENTS } from '#shared/protocol/events/index.ts';
import * as messages from '#shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const CLIENT: Readonly<Record<(typeof messages.CLIENT_MESSAGES)[number], z.ZodType>> = {
  command: CommandEnvelope,
  withdraw: CommandEnvelope,
  ack: messages.AckMessage,
  resync: messages.ResyncMessage,
  history: messages.HistoryMessage,
  token: messages.TokenMessage,
  heartbeat: messages.HeartbeatMessage,
  signal: messages.SignalMessage,
};
const SERVER: Readonly<Record<(typeof messages.SERVER_MESSAGES)[number], z.ZodType>> = {
  welcome: messages.WelcomeMessage,
  events: messages.EventsMessage,
  caught_up: messages.CaughtUpMessage,
  watermark: messages.WatermarkMessage,
  snapshot_begin: messages.SnapshotBegin,
  snapshot_page: messages.SnapshotPage,
  snapshot_end: messages.SnapshotEnd,
  workspace: messages.WorkspaceMessage,
  signal: messages.SignalMessage,
  problem: messages.ProblemMessage,
};

const serverAt = ({ protocol, host }: URL): Json => ({
  host,
  protocol: protocol === 'https:' ? 'wss' : 'ws',
});

/** Returns the realtime protocol as an AsyncAPI 3.0 document, generated from the schemas that validate it. */
export function asyncApiDocument(path: string, publicUrl: string | null): Json {
  const side = (schemas: Readonly<Record<string, z.ZodType>>, prefix: string): [string, Json][] =>
    Object.entries(schemas).map(([name, schema]) => [
      `${prefix}_${name}`,
      { name, payload: schemaOf(schema) },
    ]);
  const all = [...side(CLIENT, 'client'), ...side(SERVER, 'server')];
  const refs = (prefix: string): Json[] =>
    all
      .filter(([key]) => key.startsWith(prefix))
      .map(([key]) => ({ $ref: `#/channels/socket/messages/${key}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Quayside realtime',
      version: `${PROTOCOL_VERSION.major}.${PROTOCOL_VERSION.minor}.0`,
      description: 'Socket.IO 5 over WebSocket.',
    },
    ...(publicUrl === null ? {} : { servers: { public: serverAt(new URL(publicUrl)) } }),
    channels: {
      socket: {
        address: path,
        messages: Object.fromEntries(all.map(([key]) => [key, { $ref: `#/components/messages/${key}` }])),
      },
    },
    operations: {
      fromClient: { action: 'receive', channel: { $ref: '#/channels/socket' }, messages: refs('client_') },
      fromGateway: { action: 'send', channel: { $ref: '#/channels/socket' }, messages: refs('server_') },
    },
    components: {
      messages: Object.fromEntries(all),
      schemas: {
        handshake: schemaOf(messages.Handshake),
        event: schemaOf(EventEnvelope),
        reply: schemaOf(Reply),
        historyAnswer: schemaOf(messages.HistoryAnswer),
        ...Object.fromEntries(
          Object.entries(EVENTS).map(([type, schema]) => [`event.${type}`, schemaOf(schema)]),
        ),
        ...Object.fromEntries(
          Object.entries(COMMANDS).flatMap(([type, { input, output, permission }]) => [
            [`command.${type}`, { ...schemaOf(input), 'x-permission': permission }],
            [`result.${type}`, schemaOf(output)],
          ]),
        ),
      },
    },
  };
}
