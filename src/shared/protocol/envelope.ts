import { z } from 'zod';
import { Actor, ClientUuid, Id, Seq, Timestamp, Uuid } from '../domain/ids.ts';
import { Channel } from './channels.ts';
import { isErrorCode, ProtocolError } from './errors.ts';

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

/** How old a command's id may be when the gateway runs the command, by the time in the id. Older ids are `expired`. */
export const COMMAND_ID_LIFETIME_MS = 7 * 86_400_000;

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

const Unknown = z.object({
  ok: z.literal(false),
  id: z.string().max(64),
  error: z.object({ code: z.string().max(40), message: z.string().max(1000) }),
});

/**
 * Reads a gateway's answer to a command or a withdrawal; null for anything but a reply. An error code that this version does
 * not know is read as `internal`: the command was not run, and nothing is known of its future.
 */
export function readReply(answer: unknown): Reply | null {
  const reply = Reply.safeParse(answer);
  if (reply.success) return reply.data;
  const newer = Unknown.safeParse(answer);
  if (!newer.success || isErrorCode(newer.data.error.code)) return null;
  const { id, error } = newer.data;
  return { ok: false, id, error: { code: 'internal', message: error.message } };
}
