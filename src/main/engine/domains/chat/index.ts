import type { EngineDomain } from '../../store/domain.ts';
import { chatActivity } from './activity.ts';
import { chatEffects } from './effects.ts';
import { find } from './find.ts';
import { counts, folderCounts, labels, list } from './inbox.ts';
import * as created from './migrations/0040-chat.ts';
import * as named from './migrations/0216-conversation-orders.ts';
import * as visitor from './migrations/0225-chat-visitor.ts';
import * as noSums from './migrations/0230-no-chat-sums.ts';
import * as work from './migrations/0440-chat-work.ts';
import * as people from './migrations/0470-conversation-teams.ts';
import * as clocks from './migrations/0490-clocks.ts';
import * as masked from './migrations/0501-masked.ts';
import * as redacted from './migrations/0510-redacted.ts';
import * as sorted from './migrations/0522-inbox-indexes.ts';
import * as fileNames from './migrations/0541-file-names.ts';
import * as maskedNames from './migrations/0562-masked-names.ts';
import { assignedNews, clockNews, messageNews, noteNews } from './news.ts';
import { chatProjection, dumpChat } from './projection.ts';
import { around, limits } from './reading.ts';
import { about, conversation, draft, drafts, messages, team } from './reads.ts';
import { conversationSearch, messageSearch } from './search.ts';

export { ChatEffect, chatEffects } from './effects.ts';
export { LISTED, type Listed, view } from './view.ts';

/** The domain of conversations and messages. */
export const chatDomain: EngineDomain = {
  name: 'chat',
  migrations: [
    { version: 40, ...created },
    { version: 216, ...named },
    { version: 225, ...visitor },
    { version: 230, ...noSums },
    { version: 440, ...work },
    { version: 470, ...people },
    { version: 490, ...clocks },
    { version: 501, ...masked },
    { version: 510, ...redacted },
    { version: 522, ...sorted },
    { version: 541, ...fileNames },
    { version: 562, ...maskedNames },
  ],
  projections: { chat: chatProjection },
  dumps: { chat: dumpChat },
  reads: {
    'chat.list': list,
    'chat.counts': counts,
    'chat.folder_counts': folderCounts,
    'chat.conversation': conversation,
    'chat.about': about,
    'chat.messages': messages,
    'chat.around': around,
    'chat.find': find,
    'chat.limits': limits,
    'chat.draft': draft,
    'chat.drafts': drafts,
    'chat.team': team,
    'chat.labels': labels,
  },
  effects: chatEffects,
  search: { message: messageSearch, conversation: conversationSearch },
  activity: chatActivity,
  bookkeeping: ['chat.message_delivered', 'chat.message_read', 'chat.clocks_changed'],
  news: {
    'chat.message_sent': messageNews,
    'chat.note_added': noteNews,
    'chat.assigned': assignedNews,
    ...clockNews,
  },
};
