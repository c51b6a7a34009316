import { z } from 'zod';
import { ReorderPolicy } from '../../domain/reorder.ts';
import { reorderPolicyRow } from '../../rows/reorder.ts';
import { channel } from './define.ts';

/** What the workspace decides about reordering. What is to be ordered follows from the stock, and has no events. */
export const reorder = channel({
  name: 'reorder',
  permissions: { 'reorder:read': 'viewer', 'reorder:write': 'manager' },
  readPermission: 'reorder:read',
  rows: [reorderPolicyRow],
  events: { 'reorder.policy_changed': z.object({ policy: ReorderPolicy }) },
});
