import type { GatewayModule } from '../kernel.ts';
import { chatAudited } from './audited.ts';
import { chatHandlers } from './commands.ts';
import { chatProjection } from './events.ts';
import * as m0050 from './migrations/0050-chat.ts';
import * as m0131 from './migrations/0131-chat-history.ts';
import * as m0216 from './migrations/0216-started-by-team.ts';
import * as m0226 from './migrations/0226-chat-visitor.ts';
import { chatRoutes } from './routes.ts';
import { chatSnapshot } from './snapshot.ts';

export { markDelivered, markReadByCustomer, postCustomerMessage } from './commands.ts';
export {
  countConversations,
  countUnresolved,
  lastTextAfter,
  listConversations,
  listMessagesForCustomer,
  readConversation,
  readMessage,
  readPosition,
  startedByTeam,
} from './queries.ts';

/** Conversations with customers. */
export const chatModule: GatewayModule = {
  name: 'chat',
  migrations: {
    '0050-chat': m0050,
    '0131-chat-history': m0131,
    '0216-started-by-team': m0216,
    '0226-chat-visitor': m0226,
  },
  commands: chatHandlers,
  projection: chatProjection,
  audited: chatAudited,
  snapshots: { chat: chatSnapshot },
  routes: chatRoutes,
};
