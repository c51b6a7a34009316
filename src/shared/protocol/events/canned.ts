import { z } from 'zod';
import { CannedReply, Macro } from '../../domain/canned.ts';
import { Id } from '../../domain/ids.ts';
import { cannedReplyRow, macroRow } from '../../rows/canned.ts';
import { channel } from './define.ts';

/**
 * Canned replies and macros. A channel goes to everybody who may read it, so one's own are left out of other people's lists, and
 * are not a secret.
 */
export const canned = channel({
  name: 'canned',
  permissions: { 'canned:read': 'agent', 'canned:write': 'agent', 'canned:share': 'manager' },
  readPermission: 'canned:read',
  rows: [cannedReplyRow, macroRow],
  events: {
    'canned.saved': z.object({ reply: CannedReply }),
    'canned.removed': z.object({ replyId: Id, title: CannedReply.shape.title, shared: z.boolean() }),
    'canned.macro_saved': z.object({ macro: Macro }),
    'canned.macro_removed': z.object({ macroId: Id, name: Macro.shape.name, shared: z.boolean() }),
  },
});
