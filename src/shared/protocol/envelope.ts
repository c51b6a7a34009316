import { z } from 'zod';
import { Actor, ClientUuid, Id, Seq, Timestamp, Uuid } from '../domain/ids.ts';
import { Channel } from './channels.ts';
import { ProtocolError } from './errors.ts';

/**
 * An entry of the event log. `seq` is gapless across all channels of a workspace; a client receives only the channels that it
 * has permission for.
 */
export const EventEnvelope = z.object({
  id: Uuid,
  seq: Seq.min(1),
  channel: Channel,
  /** `domain.past_tense`. */
  type: z.string().min(3).max(80),
  at: Timestamp,
  actor: Actor.nullable(),
  /** The command that caused the event. Clients settle their own commands in the transaction that applies the event. */
  commandId: Uuid.nullable(),
  data: z.unknown(),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

/** A command of a client. The client creates the id, which makes the command safe to send again. */
export const CommandEnvelope = z.object({
  id: ClientUuid,
  /** `domain.verb`. */
  type: z.string().min(3).max(80),
  data: z.unknown(),
  at: Timestamp,
});
export type CommandEnvelope = z.infer<typeof CommandEnvelope>;

/** The answer to a command. `seq` is that of the last event it caused, or the log's head if it caused none. */
export const Reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), id: Id, seq: Seq, result: z.unknown() }),
  z.object({ ok: z.literal(false), id: z.string().max(64), error: ProtocolError }),
]);
export type Reply = z.infer<typeof Reply>;
