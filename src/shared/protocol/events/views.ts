import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { View } from '../../domain/views.ts';
import { viewRow } from '../../rows/views.ts';
import { channel } from './define.ts';

/**
 * Saved views. A channel goes to everybody who may read it, so a view that is not shared is left out of other people's lists, and
 * is not a secret.
 */
export const views = channel({
  name: 'views',
  permissions: { 'views:read': 'viewer', 'views:write': 'viewer', 'views:share': 'agent' },
  readPermission: 'views:read',
  rows: [viewRow],
  events: {
    'views.saved': z.object({ view: View }),
    'views.removed': z.object({ viewId: Id, name: View.shape.name, shared: z.boolean() }),
  },
});
