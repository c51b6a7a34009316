import { type GatewayModule, soonest } from '../kernel.ts';
import { chatAudited } from './audited.ts';
import { chatHandlers } from './commands.ts';
import { chatProjection } from './events.ts';
import * as m0050 from './migrations/0050-chat.ts';
import * as m0131 from './migrations/0131-chat-history.ts';
import * as m0216 from './migrations/0216-started-by-team.ts';
import * as m0226 from './migrations/0226-chat-visitor.ts';
import * as m0440 from './migrations/0440-chat-work.ts';
import * as m0470 from './migrations/0470-conversation-teams.ts';
import * as m0501 from './migrations/0501-masked.ts';
import * as m0510 from './migrations/0510-redacted.ts';
import * as m0520 from './migrations/0520-channel.ts';
import * as m0563 from './migrations/0563-masked-names.ts';
import * as m0565 from './migrations/0565-retention-runs.ts';
import { sweepMessages } from './retention.ts';
import { setRetentionRun } from './retention-runs.ts';
import { chatRoutes } from './routes.ts';
import { chatSnapshot } from './snapshot.ts';
import { chatReactions, sweepSnoozes } from './wake.ts';

export { changeAssignee } from './changes.ts';
export { markDelivered, markReadByCustomer, postCustomerMessage } from './commands.ts';
export {
  type CountableMessage,
  countableMessages,
  countConversations,
  countUnresolved,
  hasTeamReply,
  lastTextAfter,
  listConversations,
  listMessagesForCustomer,
  messageTimes,
  readConversation,
  readMessage,
  readPosition,
  redactedUpTo,
  startedByTeam,
  unratedConversations,
} from './queries.ts';
export { countOpen, openOf, placeInQueue, queueOf, unresolvedOf, waitingOf } from './queues.ts';
export { countDeleted } from './retention-runs.ts';

/** Conversations with customers. Listed after `inventory`, whose stock ends snoozes. */
export const chatModule: GatewayModule = {
  name: 'chat',
  migrations: {
    '0050-chat': m0050,
    '0131-chat-history': m0131,
    '0216-started-by-team': m0216,
    '0226-chat-visitor': m0226,
    '0440-chat-work': m0440,
    '0470-conversation-teams': m0470,
    '0501-masked': m0501,
    '0510-redacted': m0510,
    '0520-channel': m0520,
    '0563-masked-names': m0563,
    '0565-retention-runs': m0565,
  },
  commands: chatHandlers,
  projection: chatProjection,
  writes: [setRetentionRun],
  audited: chatAudited,
  reactions: chatReactions,
  snapshots: { chat: chatSnapshot },
  sweep: soonest(sweepSnoozes, sweepMessages),
  routes: chatRoutes,
};
