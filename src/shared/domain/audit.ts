import { z } from 'zod';
import { Actor, Seq, Timestamp } from './ids.ts';

/** Maximum changed fields of one record; the last one counts those left out. */
export const MAX_AUDIT_CHANGES = 50;
/** Longest value of a changed field, characters. */
export const MAX_AUDIT_VALUE = 200;

const Value = z.union([z.string().max(MAX_AUDIT_VALUE + 1), z.number(), z.boolean(), z.null()]);

/** A field that an action has changed. Values that are no scalars are JSON; long ones end in an ellipsis. */
export const AuditChange = z.strictObject({
  /** The record that holds the field: `item:17`. */
  record: z.string().max(200),
  field: z.string().max(100),
  /** null where there was no value, or no record. */
  from: Value,
  to: Value,
});
export type AuditChange = z.infer<typeof AuditChange>;

/** The changed fields of one action. */
export const AuditChanges = z.array(AuditChange).max(MAX_AUDIT_CHANGES);

/** A record of the audit: who did what, when, to what, from where, and with which result. */
export const AuditRecord = z.object({
  /** Its position: numbers ascend without gaps. */
  n: z.int().min(1),
  at: Timestamp,
  actor: Actor,
  /** The type of a command, or `auth.…`, `cli.…`, `audit.…`. */
  action: z.string(),
  commandId: z.string().nullable(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
  changes: AuditChanges,
  address: z.string().nullable(),
  /** `ok` or an error code. */
  result: z.string(),
  seq: Seq.nullable(),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** What is asked of the audit. All conditions must hold; null or an empty text is none. */
export const AuditFilter = z.strictObject({
  /** Part of the name, or the whole id. */
  actor: z.string().trim().max(200),
  /** How the action begins: `orders.` or `orders.cancel`. */
  action: z.string().trim().max(80),
  /** The whole subject (`order:17`), or the part after the colon. */
  subject: z.string().trim().max(200),
  /** `ok`, `refused` for anything else, or an error code. */
  result: z.string().trim().max(40),
  /** From this time, ms. */
  from: Timestamp.nullable(),
  /** Before this time, ms. */
  to: Timestamp.nullable(),
  /** Part of the subject, reason, changed fields, address or command id. */
  text: z.string().trim().max(200),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** The filter that everything passes. */
export const NO_AUDIT_FILTER: AuditFilter = {
  actor: '',
  action: '',
  subject: '',
  result: '',
  from: null,
  to: null,
  text: '',
};
