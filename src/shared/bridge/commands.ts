import { z } from 'zod';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { method, Nothing, read, stream } from './contract.ts';

/** A command in the outbox, as the window shows it. */
export const OutboxEntry = z.object({
  id: Id,
  type: z.string().max(80),
  subject: z.string().max(300),
  data: z.unknown(),
  state: z.enum(['queued', 'sending', 'sent', 'settled', 'refused']),
  createdAt: Timestamp,
  attempts: z.int().min(0),
  error: z
    .object({
      code: z.string().max(40),
      message: z.string().max(1000),
      field: z.string().max(200).nullable(),
    })
    .nullable(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

export const commandMethods = {
  /**
   * Takes a command: checked, and durable with its optimistic effect when this returns. `id` is made by the caller, so a
   * call repeated after a broken bridge is the same command.
   */
  'commands.submit': method(
    'signed_in',
    z.strictObject({
      id: z.uuidv7(),
      type: z.string().min(3).max(80),
      data: z.unknown(),
      basedOn: Seq.optional(),
    }),
    OutboxEntry,
  ),
  'commands.outbox': read('signed_in', Nothing, z.object({ entries: z.array(OutboxEntry).max(500) })),
  /** Sends a refused command again under a new id. */
  'commands.retry': method('signed_in', z.strictObject({ id: Id, newId: z.uuidv7() }), OutboxEntry),
  /** Drops a refused command, or one that was never sent, and undoes its optimistic effect. */
  'commands.discard': method('signed_in', z.strictObject({ id: Id }), Nothing),
} as const;

export const commandStreams = {
  /** Entries whose state changed, newest state each. */
  'outbox.changes': stream(
    'signed_in',
    Nothing,
    z.object({ entries: z.array(OutboxEntry).max(500), pending: z.int(), refused: z.int() }),
  ),
} as const;
