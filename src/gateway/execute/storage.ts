import type { StorageOwner } from '../kernel.ts';
import { audit, pruneAudit } from './audit.ts';
import * as m0012 from './migrations/0012-commands.ts';
import * as m0100 from './migrations/0100-retention.ts';
import * as m0179 from './migrations/0179-deleted-replies.ts';
import { pruneReplies, REPLY_RETENTION_MS, storeReply } from './replies.ts';

const DAY_MS = 86_400_000;

/** The tables of the executor: stored replies and the audit log. */
export const executeStorage: StorageOwner = {
  name: 'execute',
  migrations: { '0012-commands': m0012, '0100-retention': m0100, '0179-deleted-replies': m0179 },
  writes: [storeReply, pruneReplies, audit, pruneAudit],
  retention: [
    (context) => context.write(pruneReplies, { before: context.now - REPLY_RETENTION_MS }),
    (context) =>
      context.write(pruneAudit, { before: context.now - context.config.retention.auditDays * DAY_MS }),
  ],
};
