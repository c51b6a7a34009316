import type { EngineDomain } from '../../store/domain.ts';
import { chatActivity } from './activity.ts';
import { chatEffects } from './effects.ts';
import * as created from './migrations/0040-chat.ts';
import * as named from './migrations/0216-conversation-orders.ts';
import * as visitor from './migrations/0225-chat-visitor.ts';
import * as noSums from './migrations/0230-no-chat-sums.ts';
import { messageNews } from './news.ts';
import { chatProjection, dumpChat } from './projection.ts';
import { about, conversation, counts, draft, drafts, list, messages, team } from './reads.ts';
import { conversationSearch, messageSearch } from './search.ts';

/** The domain of conversations and messages. */
export const chatDomain: EngineDomain = {
  name: 'chat',
  migrations: [
    { version: 40, ...created },
    { version: 216, ...named },
    { version: 225, ...visitor },
    { version: 230, ...noSums },
  ],
  projections: { chat: chatProjection },
  dumps: { chat: dumpChat },
  reads: {
    'chat.list': list,
    'chat.counts': counts,
    'chat.conversation': conversation,
    'chat.about': about,
    'chat.messages': messages,
    'chat.draft': draft,
    'chat.drafts': drafts,
    'chat.team': team,
  },
  effects: chatEffects,
  search: { message: messageSearch, conversation: conversationSearch },
  activity: chatActivity,
  news: { 'chat.message_sent': messageNews },
};
