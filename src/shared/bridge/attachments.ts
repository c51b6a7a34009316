import { z } from 'zod';
import {
  CHUNK_BYTES,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
  MAX_NAME_LENGTH,
} from '../domain/attachments.ts';
import { ClientUuid, Id } from '../domain/ids.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { MadeBy, method, Nothing } from './contract.ts';

/** Base64 of a piece. */
const PieceText = z.string().max(Math.ceil(CHUNK_BYTES / 3) * 4);
const Bytes = z.int().min(0).max(MAX_ATTACHMENT_BYTES);
const Offset = Bytes.refine((offset) => offset % CHUNK_BYTES === 0);

/**
 * A file that was added to a message which was not sent yet. `kept` is how much of it is on this computer and `sent` how much the
 * gateway has, bytes; `ready` says that a message can name it at once. `error` is why the gateway has refused it.
 */
export const DraftFile = z.object({
  id: Id,
  name: z.string().max(MAX_NAME_LENGTH),
  bytes: Bytes,
  kept: Bytes,
  sent: Bytes,
  ready: z.boolean(),
  error: ProtocolError.nullable(),
});
export type DraftFile = z.infer<typeof DraftFile>;

/** What is known here of a file of a message. `here`: it can be shown without asking the gateway. */
export const FileState = z.object({
  id: Id,
  /** Empty and 0 if nothing is here. */
  name: z.string().max(MAX_NAME_LENGTH),
  bytes: Bytes,
  here: z.boolean(),
  kept: Bytes,
  sent: Bytes,
  /** Whether it waits to be sent, with its message. */
  waiting: z.boolean(),
});
export type FileState = z.infer<typeof FileState>;

/** The limits of the cache of files, bytes. */
export const FILE_CACHE_LIMITS = [50e6, 250e6, 1e9, 4e9];

/** Methods of the files of messages. Files cross in pieces of 256 KiB at most. */
export const attachmentMethods = {
  /** Keeps the next piece of a file on this computer; a piece that is kept already changes nothing. */
  'attachments.keep': method(
    'chat:write',
    z.strictObject({
      id: ClientUuid,
      conversationId: Id,
      name: z.string().min(1).max(MAX_NAME_LENGTH),
      bytes: Bytes.min(1),
      offset: Offset,
      data: PieceText,
      ...MadeBy,
    }),
    z.object({ kept: Bytes }),
  ),
  /** The files added to the message that is being written in a conversation. */
  'attachments.drafts': method(
    'chat:write',
    z.strictObject({ conversationId: Id }),
    z.object({ files: z.array(DraftFile).max(100) }),
  ),
  /** Takes a file away from the message, here and at the gateway. */
  'attachments.remove': method('chat:write', z.strictObject({ id: Id, ...MadeBy }), Nothing),
  /** What is here of the files of messages. */
  'attachments.states': method(
    'chat:read',
    z.strictObject({ ids: z.array(Id).max(MAX_ATTACHMENTS) }),
    z.object({ files: z.array(FileState).max(MAX_ATTACHMENTS) }),
  ),
  /** Fetches a file of a message; resolves once it is here. */
  'attachments.load': method(
    'chat:read',
    z.strictObject({
      id: Id,
      name: z.string().max(MAX_NAME_LENGTH),
      mime: z.string().max(100),
      bytes: Bytes.min(1),
    }),
    Nothing,
  ),
  /** Returns a piece of a file that is here. */
  'attachments.piece': method(
    'chat:read',
    z.strictObject({ id: Id, offset: Offset }),
    z.object({ data: PieceText, bytes: Bytes }),
  ),
  /** The room that files take on this computer, bytes. With `limit`, changes the limit of those that can be fetched again. */
  'attachments.storage': method(
    'signed_in',
    z.strictObject({
      limit: z
        .int()
        .min(0)
        .max(64 * 1024 ** 3)
        .optional(),
      clear: z.boolean().optional(),
    }),
    z.object({ unsent: z.int().min(0), cached: z.int().min(0), limit: z.int().min(0) }),
  ),
} as const;
