import type { GatewayModule } from '../kernel.ts';
import { chatHandlers } from './commands.ts';
import { chatProjection } from './events.ts';
import { chatSnapshot } from './queries.ts';

export { markDelivered, markReadByCustomer, postCustomerMessage } from './commands.ts';
export {
  listMessagesForCustomer,
  readConversation,
} from './queries.ts';

export { chatRoutes } from './routes.ts';

/** Conversations with customers. */
export const chatModule: GatewayModule = {
  name: 'chat',
  commands: chatHandlers,
  reactions: chatProjection,
  snapshots: { chat: chatSnapshot },
};
