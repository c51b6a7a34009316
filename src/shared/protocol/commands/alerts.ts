import { z } from 'zod';
import { AlertRule } from '../../domain/alert-rules.ts';
import { ALERT_SEVERITIES } from '../../domain/alerts.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { command } from './define.ts';

const byAlert = (data: { alertId: string }): string => `alert:${data.alertId}`;
const note = z.string().max(500).nullable();
const byRule = (data: { rule: { id: string } }): string => `alert_rule:${data.rule.id}`;
const many = z
  .array(Id)
  .min(1)
  .max(200)
  .refine((ids) => new Set(ids).size === ids.length, 'Name each alert once.');
/** How many alerts were changed; resolved ones and those that were so already are skipped. */
const changed = z.object({ changed: z.int().min(0) });

/** Commands on alerts. */
export const alertCommands = {
  /** Raises a manual alert, for something that no rule watches. */
  'alerts.raise': command({
    input: z.strictObject({
      alertId: Id,
      severity: z.enum(ALERT_SEVERITIES),
      message: z.string().trim().min(1).max(500),
    }),
    output: z.object({ alertId: Id }),
    permission: 'alerts:write',
    subject: byAlert,
  }),
  'alerts.acknowledge': command({
    input: z.strictObject({ alertId: Id, note }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
  'alerts.silence': command({
    input: z.strictObject({ alertId: Id, until: Timestamp }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
  'alerts.unsilence': command({
    input: z.strictObject({ alertId: Id }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
  /** Says who takes care of an alert; null for nobody. */
  'alerts.assign': command({
    input: z.strictObject({ alertId: Id, ownerId: Id.nullable() }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
  'alerts.acknowledge_many': command({
    input: z.strictObject({ alertIds: many, note }),
    output: changed,
    permission: 'alerts:write',
    subject: () => 'alerts',
  }),
  'alerts.silence_many': command({
    input: z.strictObject({ alertIds: many, until: Timestamp }),
    output: changed,
    permission: 'alerts:write',
    subject: () => 'alerts',
  }),
  /** Creates a rule (`expected` null) or changes one that is still as expected. Its alerts are reset. */
  'alerts.set_rule': command({
    input: z.strictObject({ rule: AlertRule, expected: AlertRule.nullable() }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byRule,
  }),
  /** Removes a rule that is still as given. Its alerts are resolved. The rules of every workspace can only be switched off. */
  'alerts.remove_rule': command({
    input: z.strictObject({ rule: AlertRule }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byRule,
  }),
  /** Resolves a manual alert. Alerts raised by a rule resolve only when their value recovers. */
  'alerts.resolve': command({
    input: z.strictObject({ alertId: Id, note }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
} as const;
