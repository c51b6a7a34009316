import { CONVERSATION_STATUSES } from '#shared/domain/chat.ts';
import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { textOf } from '../../lib/fields.ts';

/** The name of a conversation is its customer's. */
export const conversationName: RecordName = async (conversationId) =>
  (await bridge.call('chat.conversation', { conversationId })).conversation.customer.name;

/** The new state of a conversation, in words. */
export const statusContent: CommandContent = (data, { t }) => {
  const status = CONVERSATION_STATUSES.find((known) => known === textOf(data, 'status'));
  return status === undefined ? '' : t(`chat.status.${status}`);
};
