import { z } from 'zod';
import { ConversationProgress, Message } from '#shared/domain/chat.ts';
import { isPreviewed, type Redaction, withoutText } from '#shared/domain/redaction.ts';
import { scrubEvents, storedData } from '../execute/index.ts';
import type { CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { readMessage, seqsUntilPreviewed } from './queries.ts';

/** The data of an event that carries a message. */
const WithMessage = z.object({ message: Message.omit({ seq: true }), progress: ConversationProgress });

/**
 * Removes what a message says. In the same transaction, its text leaves the log: the event that carried it, and those of the notes
 * after it, which repeat it as the last line of the conversation.
 */
export function redactMessage(
  context: CommandContext,
  { conversationId, messageId, reason }: { conversationId: string; messageId: string; reason: string },
): void {
  const { sql, principal, now } = context;
  const message = readMessage(sql, messageId);
  if (message?.conversationId !== conversationId) refuse('unknown_message', {}, { field: 'messageId' });
  if (message.redacted !== null) refuse('message_redacted', {}, { field: 'messageId' });
  const { id: byId, name: byName } = principal.actor;
  const redaction: Redaction = { byId, byName: byName.slice(0, 200), reason, at: now };
  const previewed = isPreviewed(message);
  const { seqs, last } = previewed
    ? seqsUntilPreviewed(sql, conversationId, message.seq)
    : { seqs: [], last: false };
  scrub(context, message.seq, (data) => ({
    message: withoutText(data.message, redaction),
    progress: previewed ? { ...data.progress, lastMessagePreview: '' } : data.progress,
  }));
  for (const seq of seqs) scrubPreview(context, seq);
  context.emit('chat.message_redacted', {
    conversationId,
    messageId,
    messageSeq: message.seq,
    attachmentIds: message.attachments.map(({ id }) => id),
    clearsPreview: last,
    redaction,
  });
}

/** Takes the last line of the conversation, which was removed, out of the event of a later message. */
export function scrubPreview(context: CommandContext, seq: number): void {
  scrub(context, seq, (data) => ({ ...data, progress: { ...data.progress, lastMessagePreview: '' } }));
}

type Data = z.infer<typeof WithMessage>;

function scrub(context: CommandContext, seq: number, change: (data: Data) => Data): void {
  const stored = storedData(context.sql, seq);
  // The log may have forgotten the event.
  if (stored === undefined) return;
  context.write(scrubEvents, { events: [{ seq, data: change(WithMessage.parse(stored)) }] });
}
