import { findUser } from '../auth/index.ts';
import type { ChannelAudience, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';

/** What is announced to one user is sent to nobody else. */
const systemAudience: ChannelAudience = {
  event: (_sql, event) =>
    event.type === 'system.announced' && event.data.userId !== null ? [event.data.userId] : null,
  row: () => null,
  joins: () => null,
};

/** The gateway itself. That it has started, its server says. */
export const systemModule: GatewayModule = {
  name: 'system',
  migrations: {},
  commands: {
    'system.announce': (context, { message, userId }) => {
      if (userId !== null && findUser(context.sql, userId)?.disabledAt !== null)
        refuse('unknown_user', {}, { field: 'userId' });
      context.emit('system.announced', { message, userId });
      return {};
    },
  },
  audited: {
    'system.announced': (_sql, { message, userId }) => ({
      record: userId === null ? 'announcement' : `user:${userId}`,
      before: null,
      after: userId === null ? { message } : { announced: true },
    }),
  },
  audiences: { system: systemAudience },
};
