import type { StorageOwner } from '../kernel.ts';
import { audit, pruneAudit } from './audit.ts';
import { pruneAuditTask } from './audit-retention.ts';
import { indexAudit, indexAuditTask } from './audit-subjects.ts';
import * as m0012 from './migrations/0012-commands.ts';
import * as m0100 from './migrations/0100-retention.ts';
import * as m0150 from './migrations/0150-audit-chain.ts';
import * as m0179 from './migrations/0179-deleted-replies.ts';
import * as m0180 from './migrations/0180-audit-subjects.ts';
import * as m0260 from './migrations/0260-replies-by-id.ts';
import { pruneReplies, REPLY_RETENTION_MS, storeReply } from './replies.ts';

/** The tables of the executor: stored replies and the audit log. */
export const executeStorage: StorageOwner = {
  name: 'execute',
  migrations: {
    '0012-commands': m0012,
    '0100-retention': m0100,
    '0150-audit-chain': m0150,
    '0179-deleted-replies': m0179,
    '0180-audit-subjects': m0180,
    '0260-replies-by-id': m0260,
  },
  writes: [storeReply, pruneReplies, audit, pruneAudit, indexAudit],
  retention: [
    (context) => context.write(pruneReplies, { before: context.now - REPLY_RETENTION_MS }),
    pruneAuditTask,
    indexAuditTask,
  ],
};
