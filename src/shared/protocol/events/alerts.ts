import { z } from 'zod';
import { Alert, AlertRule } from '../../domain/alerts.ts';
import { alertRow, alertRuleRow } from '../../rows/alerts.ts';
import { channel } from './define.ts';

/** Alerts and the rules that raise them. Every event carries the whole alert after the change. */
export const alerts = channel({
  name: 'alerts',
  permissions: { 'alerts:read': 'viewer', 'alerts:write': 'manager' },
  readPermission: 'alerts:read',
  rows: [alertRow, alertRuleRow],
  events: {
    'alerts.raised': z.object({ alert: Alert }),
    'alerts.acknowledged': z.object({ alert: Alert }),
    'alerts.silenced': z.object({ alert: Alert }),
    'alerts.resolved': z.object({ alert: Alert }),
    'alerts.rule_changed': z.object({ rule: AlertRule }),
  },
});
