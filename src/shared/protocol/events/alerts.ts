import { z } from 'zod';
import { AlertNotice } from '../../domain/alert-groups.ts';
import { AlertRule } from '../../domain/alert-rules.ts';
import { Alert } from '../../domain/alerts.ts';
import { Id } from '../../domain/ids.ts';
import { alertRow, alertRuleRow } from '../../rows/alerts.ts';
import { channel } from './define.ts';

const changed = z.object({ alert: Alert });

/** Alerts and the rules that raise them. Every event about an alert carries the whole alert after the change. */
export const alerts = channel({
  name: 'alerts',
  permissions: { 'alerts:read': 'viewer', 'alerts:write': 'manager' },
  readPermission: 'alerts:read',
  rows: [alertRow, alertRuleRow],
  events: {
    'alerts.raised': changed,
    /** Pending, recovering, firing again, without data, or not to be evaluated. */
    'alerts.state_changed': changed,
    /** A pending alert has come to nothing and is deleted. */
    'alerts.lapsed': changed,
    'alerts.acknowledged': changed,
    'alerts.assigned': changed,
    'alerts.silenced': changed,
    /** By hand, or because its time has come. */
    'alerts.unsilenced': changed,
    'alerts.resolved': changed,
    /** The team is told about a group of alerts; `alert` if it is one. */
    'alerts.notified': z.object({ notice: AlertNotice, alert: Alert.nullable() }),
    'alerts.rule_changed': z.object({ rule: AlertRule }),
    'alerts.rule_removed': z.object({ ruleId: Id }),
  },
});
