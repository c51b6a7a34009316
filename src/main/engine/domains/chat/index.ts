import type { EngineDomain } from '../../store/domain.ts';
import { chatActivity } from './activity.ts';
import { chatEffects } from './effects.ts';
import * as created from './migrations/0040-chat.ts';
import * as visitor from './migrations/0225-chat-visitor.ts';
import { messageNews } from './news.ts';
import { chatProjection, dumpChat } from './projection.ts';
import { conversation, counts, draft, list, messages, team } from './reads.ts';
import { conversationSearch, messageSearch } from './search.ts';

/** The domain of conversations and messages. */
export const chatDomain: EngineDomain = {
  name: 'chat',
  migrations: [
    { version: 40, ...created },
    { version: 225, ...visitor },
  ],
  projections: { chat: chatProjection },
  dumps: { chat: dumpChat },
  reads: {
    'chat.list': list,
    'chat.counts': counts,
    'chat.conversation': conversation,
    'chat.messages': messages,
    'chat.draft': draft,
    'chat.team': team,
  },
  effects: chatEffects,
  search: { message: messageSearch, conversation: conversationSearch },
  activity: chatActivity,
  news: { 'chat.message_sent': messageNews },
};
