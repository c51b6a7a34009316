import { z } from 'zod';
import { Actor, Id, Seq, Timestamp, Uuid } from '../domain/ids.ts';
import { Channel } from './channels.ts';
import { ProtocolError } from './errors.ts';

/** One entry of the event log. `seq` is one gapless number line per workspace; a client sees the channels it may. */
export const EventEnvelope = z.object({
  id: Uuid,
  seq: Seq.min(1),
  channel: Channel,
  /** `domain.past_tense`. */
  type: z.string().min(3).max(80),
  at: Timestamp,
  actor: Actor.nullable(),
  /** The command that caused it, so that a client can settle its own command in the transaction that applies the event. */
  commandId: Uuid.nullable(),
  data: z.unknown(),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

/** What a client asks for. The id is made by the client and makes the command safe to send again. */
export const CommandEnvelope = z.object({
  id: Uuid,
  /** `domain.verb`. */
  type: z.string().min(3).max(80),
  data: z.unknown(),
  at: Timestamp,
  /** The last sequence the client had seen when its user decided; the gateway may refuse what the world has overtaken. */
  basedOn: Seq.optional(),
});
export type CommandEnvelope = z.infer<typeof CommandEnvelope>;

/** The answer to a command. `seq` is the last event it caused, or the log's head where it caused none. */
export const Reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), id: Id, seq: Seq, result: z.unknown() }),
  z.object({ ok: z.literal(false), id: z.string().max(64), error: ProtocolError }),
]);
export type Reply = z.infer<typeof Reply>;
