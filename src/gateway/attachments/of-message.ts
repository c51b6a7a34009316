import type { Attachment } from '#shared/domain/attachments.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { Applying, CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { attach, attachmentOf, readAttachment } from './tables.ts';

const ATTACHMENTS = { field: 'attachments' } as const;

/** Returns who uploads for a conversation: a team member for all of theirs, a visitor for theirs alone. */
function ownerOf({ principal: { actor } }: CommandContext, conversationId: string): string {
  return actor.kind === 'user' ? `user:${actor.id}` : visitorOwner(conversationId);
}

/** Returns the owner of what a visitor uploads. */
export function visitorOwner(conversationId: string): string {
  return `visitor:${conversationId}`;
}

/**
 * Returns the files of a new message. Refuses any that has not arrived, is somebody else's or belongs to another message. The
 * event of the message, in the same transaction, gives them to it.
 */
export function filesForMessage(
  context: CommandContext,
  conversationId: string,
  ids: readonly string[],
): Attachment[] {
  if (new Set(ids).size < ids.length) refuse('attachment_twice', {}, ATTACHMENTS);
  const owner = ownerOf(context, conversationId);
  return ids.map((id) => {
    const stored = readAttachment(context.sql, id);
    const attachment = stored?.owner === owner ? attachmentOf(stored) : null;
    if (stored === undefined || attachment === null) return refuse('attachment_unknown', {}, ATTACHMENTS);
    if (stored.messageId !== null) refuse('attachment_used', {}, ATTACHMENTS);
    return attachment;
  });
}

/** Gives the files of a new message to it. */
export function giveFiles(
  { sql }: Applying,
  { data: { message } }: EventOf<'chat.message_sent' | 'chat.note_added'>,
): void {
  const { id, conversationId, kind } = message;
  for (const attachment of message.attachments)
    attach(sql)(attachment.id, { conversationId, id, internal: kind === 'note' });
}
