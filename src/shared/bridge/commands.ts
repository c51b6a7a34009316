import { z } from 'zod';
import { Id, Timestamp } from '../domain/ids.ts';
import { method, Nothing, read, stream } from './contract.ts';

/** A command in the outbox. `data` is the command's own data. */
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

/** Methods of the outbox. */
export const commandMethods = {
  /**
   * Checks a command and queues it. The command and its optimistic effect are durable when this returns. The caller chooses
   * `id`, so that a call repeated after a broken bridge submits the same command.
   */
  'commands.submit': method(
    'signed_in',
    z.strictObject({
      id: z.uuidv7(),
      type: z.string().min(3).max(80),
      data: z.unknown(),
    }),
    OutboxEntry,
  ),
  'commands.outbox': read('signed_in', Nothing, z.object({ entries: z.array(OutboxEntry).max(500) })),
  /** Sends a refused command again, under a new id. */
  'commands.retry': method('signed_in', z.strictObject({ id: Id, newId: z.uuidv7() }), OutboxEntry),
  /** Deletes a command that was refused or never sent, and with it the optimistic effect. */
  'commands.discard': method('signed_in', z.strictObject({ id: Id }), Nothing),
} as const;

/** The stream of changes in the outbox. */
export const commandStreams = {
  /** The current state of every entry that changed. */
  'outbox.changes': stream(
    'signed_in',
    Nothing,
    z.object({ entries: z.array(OutboxEntry).max(500), pending: z.int(), refused: z.int() }),
  ),
} as const;
