import { z } from 'zod';
import { AuditFilter, AuditRecord } from '../domain/audit.ts';
import { method } from './contract.ts';

/** A page of the audit. `next` is the `after` of the following page; null at the end. A page can be short or empty before it. */
export const AuditAnswer = z.object({
  rows: z.array(AuditRecord).max(500),
  next: z.string().max(400).nullable(),
});

/** Methods of the audit. */
export const auditMethods = {
  /** Newest first, read from the server: the audit is not cached. */
  'audit.list': method(
    'admin:audit',
    z.strictObject({
      filter: AuditFilter,
      after: z.string().max(400).nullable(),
      limit: z.int().min(1).max(500),
    }),
    AuditAnswer,
  ),
} as const;
