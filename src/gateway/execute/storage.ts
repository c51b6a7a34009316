import type { StorageOwner } from '../kernel.ts';
import { pruneAudit } from './audit.ts';
import * as m0012 from './migrations/0012-commands.ts';
import * as m0100 from './migrations/0100-retention.ts';
import { pruneReplies } from './replies.ts';

const DAY_MS = 86_400_000;

/** The tables of the executor: stored replies and the audit log. */
export const executeStorage: StorageOwner = {
  name: 'execute',
  migrations: { '0012-commands': m0012, '0100-retention': m0100 },
  retention: [
    ({ sql, now }) => pruneReplies(sql, now),
    ({ sql, now, config }) => pruneAudit(sql, now - config.retention.auditDays * DAY_MS),
  ],
};
