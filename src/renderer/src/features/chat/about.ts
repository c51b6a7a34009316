import { z } from 'zod';
import { CONVERSATION_STATUSES } from '#shared/domain/chat.ts';
import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { textOf } from '../../lib/fields.ts';
import { decodeDraft } from './draft.ts';

/** The name of a conversation is its customer's. */
export const conversationName: RecordName = async (conversationId) =>
  (await bridge.call('chat.conversation', { conversationId })).conversation.customer.name;

const Files = z.object({ attachments: z.array(z.string()) });

/** A message's text and the number of its files; drafts are shown in the same way. */
export const messageContent: CommandContent = (data, { t }) => {
  const { text, other } = decodeDraft(textOf(data, 'body') ?? '');
  const count = Files.safeParse(data).data?.attachments.length ?? 0;
  return [
    ...[text, other?.text ?? ''].filter((written) => written !== ''),
    ...(count === 0 ? [] : [t('chat.files.count', { count })]),
  ].join(' · ');
};

/** The new state of a conversation, in words. */
export const statusContent: CommandContent = (data, { t }) => {
  const status = CONVERSATION_STATUSES.find((known) => known === textOf(data, 'status'));
  return status === undefined ? '' : t(`chat.status.${status}`);
};
