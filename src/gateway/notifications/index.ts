import type { GatewayModule } from '../kernel.ts';
import { notificationReactions } from './events.ts';
import { notificationsSnapshot } from './queries.ts';
import { sweepNotifications } from './retention.ts';

/** What people should know. Registered after `alerts`. */
export const notificationsModule: GatewayModule = {
  name: 'notifications',
  commands: {},
  reactions: notificationReactions,
  sweep: sweepNotifications,
  snapshots: { notifications: notificationsSnapshot },
};
