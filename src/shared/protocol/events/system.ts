import { z } from 'zod';
import { Announcement } from '../../domain/announcements.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { channel } from './define.ts';

/** Events of the gateway itself. The channel has no rows. */
export const system = channel({
  name: 'system',
  permissions: { 'system:read': 'viewer', 'system:announce': 'admin' },
  readPermission: 'system:read',
  rows: [],
  events: {
    'system.gateway_started': z.object({ version: z.string().max(40), startedAt: Timestamp }),
    /** What an administrator tells everybody, or the user who is named. Nobody else receives it then. */
    'system.announced': z.object({ message: Announcement, userId: Id.nullable() }),
  },
});
