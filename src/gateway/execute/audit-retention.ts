import type { RetentionTask } from '../kernel.ts';
import { audit, pruneAudit } from './audit.ts';

const DAY_MS = 86_400_000;

/**
 * Deletes a slice of the audit past its retention and says so in the audit. Whole days are deleted: otherwise each round would
 * delete the rows of a minute, and add one.
 */
export const pruneAuditTask: RetentionTask = (context) => {
  const { now, config, principal } = context;
  const before = Math.floor((now - config.retention.auditDays * DAY_MS) / DAY_MS) * DAY_MS;
  const pruned = context.write(pruneAudit, { before });
  if (!pruned) return false;
  context.write(audit, {
    at: now,
    actor: principal.actor,
    type: 'audit.prune',
    commandId: null,
    reason: null,
    code: 'ok',
    seq: null,
    subject: 'audit',
    changes: [{ record: 'audit', field: 'oldest', from: pruned.first, to: pruned.last + 1 }],
  });
  return pruned.more;
};
