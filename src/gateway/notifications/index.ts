import type { GatewayModule } from '../kernel.ts';
import { notificationProjection, notificationReactions } from './events.ts';
import * as m0070 from './migrations/0070-notifications.ts';
import * as m0110 from './migrations/0110-notification-subjects.ts';
import * as m0250 from './migrations/0250-notification-text.ts';
import { sweepNotifications } from './retention.ts';
import { notificationsSnapshot } from './snapshot.ts';

/** Notifications of alerts. Listed after `alerts`, to whose events it reacts. */
export const notificationsModule: GatewayModule = {
  name: 'notifications',
  migrations: {
    '0070-notifications': m0070,
    '0110-notification-subjects': m0110,
    '0250-notification-text': m0250,
  },
  commands: {},
  projection: notificationProjection,
  reactions: notificationReactions,
  sweep: sweepNotifications,
  snapshots: { notifications: notificationsSnapshot },
};
