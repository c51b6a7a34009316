import { z } from 'zod';
import { ALERT_SEVERITIES } from '../../domain/alerts.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { command } from './define.ts';

const byAlert = (data: { alertId: string }): string => `alert:${data.alertId}`;
const note = z.string().max(500).nullable();

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
  /** Resolves a manual alert. Alerts raised by a rule resolve only when their value recovers. */
  'alerts.resolve': command({
    input: z.strictObject({ alertId: Id, note }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
} as const;
