import { AlertRule } from '../domain/alert-rules.ts';
import { Alert } from '../domain/alerts.ts';
import { bool, defineRow, json } from './define.ts';

/** Alerts. */
export const alertRow = defineRow({
  kind: 'alert',
  schema: Alert,
  key: ['id'],
  codecs: { subject: json<Alert['subject']>() },
});
/** Alert rules. */
export const alertRuleRow = defineRow({
  kind: 'rule',
  schema: AlertRule,
  key: ['id'],
  codecs: { enabled: bool },
});
