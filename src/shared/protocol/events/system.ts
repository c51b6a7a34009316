import { z } from 'zod';
import { Timestamp } from '../../domain/ids.ts';

import { channel } from './define.ts';

/** Events of the gateway itself. The channel has no rows. */
export const system = channel({
  name: 'system',
  permissions: { 'system:read': 'viewer' },
  readPermission: 'system:read',
  rows: [],
  events: {
    'system.gateway_started': z.object({ version: z.string().max(40), startedAt: Timestamp }),
    'system.maintenance_announced': z.object({ message: z.string().max(500), startsAt: Timestamp }),
  },
  later: { 'system.maintenance_announced': 'live operations' },
});
