import { z } from 'zod';
import { CodedText } from '../domain/coded-text.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { MadeBy, method, Nothing, read, stream } from './contract.ts';

/** The largest value of a conflict that the outbox keeps, in characters of JSON. */
export const MAX_CURRENT_LENGTH = 200_000;

/**
 * Why a command was refused; `why` is absent where an older gateway or version refused it. `current` is what a conflict found, for
 * the screen to parse (see domain/conflicts.ts); absent where it is too large.
 */
export const EntryError = z.object({
  code: z.string().max(40),
  message: z.string().max(1000),
  field: z.string().max(200).nullable(),
  why: CodedText.optional().catch(undefined),
  current: z.unknown().optional(),
});
export type EntryError = z.infer<typeof EntryError>;

/** A command in the outbox. `data` is the command's own data. */
export const OutboxEntry = z.object({
  id: Id,
  type: z.string().max(80),
  subject: z.string().max(300),
  data: z.unknown(),
  state: z.enum(['queued', 'sending', 'sent', 'settled', 'refused']),
  createdAt: Timestamp,
  attempts: z.int().min(0),
  /** The user discarded the command after it may have been sent; the server is asked to withdraw it. */
  withdrawing: z.boolean(),
  /** The user discarded the command and can still take that back: it is neither sent nor shown as done. */
  discarded: z.boolean().optional(),
  error: EntryError.nullable(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** Methods of the outbox. */
export const commandMethods = {
  /**
   * Checks a command and queues it. The command and its optimistic effect are durable when this returns. The caller chooses
   * `id`, so that a call repeated after a broken bridge submits the same command. A command that holds secrets is not
   * queued: it returns once the gateway has decided, settled or as an error, and is `unavailable` while offline.
   */
  'commands.submit': method(
    'signed_in',
    z.strictObject({
      id: z.uuidv7(),
      type: z.string().min(3).max(80),
      data: z.unknown(),
      ...MadeBy,
    }),
    OutboxEntry,
  ),
  'commands.outbox': read('signed_in', Nothing, z.object({ entries: z.array(OutboxEntry).max(500) })),
  /** Sends a refused command again, under a new id. */
  'commands.retry': method(
    'signed_in',
    z.strictObject({ id: Id, newId: z.uuidv7(), ...MadeBy }),
    OutboxEntry,
  ),
  /**
   * Replaces the data of a command that was never sent; it keeps its place in the order. `conflict` once it may have been
   * sent, `invalid` if the command refuses the data.
   */
  'commands.edit': method('signed_in', z.strictObject({ id: Id, data: z.unknown(), ...MadeBy }), OutboxEntry),
  /**
   * Deletes a command that was refused or never sent, and with it the optimistic effect. One that may have been sent is
   * withdrawn at the server first, so that it cannot take effect later; if it has already run, it stays and is settled.
   * `conflict` for a command that the server has accepted.
   */
  'commands.discard': method('signed_in', z.strictObject({ id: Id, ...MadeBy }), Nothing),
} as const;

/** The stream of changes in the outbox. */
export const commandStreams = {
  /** The current state of every entry that changed, and the ids of those that were deleted. */
  'outbox.changes': stream(
    'signed_in',
    Nothing,
    z.object({
      entries: z.array(OutboxEntry).max(500),
      gone: z.array(Id).max(500),
      pending: z.int(),
      refused: z.int(),
    }),
  ),
} as const;
