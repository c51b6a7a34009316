import type { GatewayModule } from '../kernel.ts';
import { notificationReactions } from './events.ts';
import { notificationsSnapshot } from './queries.ts';

/** What people should know. Registered after `alerts`. */
export const notificationsModule: GatewayModule = {
  name: 'notifications',
  commands: {},
  reactions: notificationReactions,
  snapshots: { notifications: notificationsSnapshot },
};
