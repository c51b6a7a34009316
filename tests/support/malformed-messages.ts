import fc from 'fast-check';
import type { z } from 'zod';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import { CommandEnvelope } from '#shared/protocol/envelope.ts';
import {
  AckMessage,
  CLIENT_MESSAGES,
  HeartbeatMessage,
  HistoryMessage,
  ResyncMessage,
  SignalMessage,
  TokenMessage,
} from '#shared/protocol/messages.ts';
import { makeCommand } from './make/command.ts';
import { commandSamples, junk, nearly } from './malformed.ts';

/** A message from a client. */
export interface ClientMessage {
  readonly name: string;
  readonly body: unknown;
  /** Whether the client requests an acknowledgement. */
  readonly asks: boolean;
}

const BODIES: Readonly<
  Record<
    Exclude<(typeof CLIENT_MESSAGES)[number], 'command' | 'withdraw'>,
    { readonly schema: z.ZodType; readonly good: unknown }
  >
> = {
  ack: { schema: AckMessage, good: { batch: 1 } },
  resync: { schema: ResyncMessage, good: { cursors: { inventory: { seq: 1, id: null } } } },
  history: {
    schema: HistoryMessage,
    good: { channel: 'chat', kind: 'message', before: '[1,1]', of: null, urgent: false },
  },
  token: { schema: TokenMessage, good: { token: 'nonsense' } },
  heartbeat: { schema: HeartbeatMessage, good: { sentAt: 1 } },
  signal: {
    schema: SignalMessage,
    good: { type: 'typing', conversationId: 'talk', name: 'n', who: 'user', expiresAt: 1 },
  },
};

/** Returns a body as it arrives, without values that JSON cannot represent. */
export const arrived = (body: unknown): unknown =>
  body === undefined ? null : JSON.parse(JSON.stringify(body) ?? 'null');

/** Returns whether a body is a command that the gateway must accept. */
export function isGoodCommand(body: unknown): boolean {
  return [body, arrived(body)].some((form) => {
    const envelope = CommandEnvelope.safeParse(form);
    return envelope.success && parseCommand(envelope.data.type, envelope.data.data).ok;
  });
}

const asks = fc.boolean();
/** Valid data of every command, to be corrupted. */
export const samples = commandSamples();
export const envelopes = Object.entries(samples).map(([type, data]) => makeCommand(type, data, { at: 1 }));

/** The messages whose body is a command. */
const withCommand = fc.constantFrom('command', 'withdraw');

const badMessage: fc.Arbitrary<ClientMessage> = fc
  .constantFrom(...Object.entries(BODIES))
  .chain(([name, { schema, good }]) =>
    fc
      .oneof({ weight: 1, arbitrary: junk }, { weight: 2, arbitrary: nearly(good) })
      .filter((body) => !schema.safeParse(body).success && !schema.safeParse(arrived(body)).success)
      .chain((body) =>
        asks.map((asked) => ({
          name,
          body,
          asks: asked && ['token', 'heartbeat', 'history'].includes(name),
        })),
      ),
  );
const badCommand: fc.Arbitrary<ClientMessage> = fc
  .oneof(
    { weight: 1, arbitrary: junk },
    { weight: 6, arbitrary: fc.constantFrom(...envelopes).chain(nearly) },
  )
  .filter((body) => !isGoodCommand(body))
  .chain((body) => withCommand.map((name) => ({ name, body, asks: true })));
/** A valid command without the acknowledgement that it needs must also be refused. */
const commandWithoutAsking: fc.Arbitrary<ClientMessage> = fc
  .constantFrom(...envelopes)
  .chain((body) => withCommand.map((name) => ({ name, body, asks: false })));
const RESERVED = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);
const unknownMessage: fc.Arbitrary<ClientMessage> = fc.record({
  name: fc
    .oneof(
      fc.string(),
      fc.constantFrom(
        '',
        '__proto__',
        'constructor',
        'commands',
        'COMMAND',
        'welcome',
        'events',
        'x'.repeat(500),
      ),
    )
    .filter((name) => !RESERVED.has(name) && !(CLIENT_MESSAGES as readonly string[]).includes(name)),
  body: junk,
  asks,
});
/** Any message that the gateway must refuse. */
export const malformedMessage = fc.oneof(
  { weight: 10, arbitrary: badCommand },
  { weight: 6, arbitrary: badMessage },
  { weight: 2, arbitrary: unknownMessage },
  { weight: 1, arbitrary: commandWithoutAsking },
);
