import { z } from 'zod';
import { Alert, AlertRule } from '../../domain/alerts.ts';

/** Events of the channel `alerts`. Each carries the whole alert as it stands after the change. */
export const alertEvents = {
  'alerts.raised': z.object({ alert: Alert }),
  'alerts.acknowledged': z.object({ alert: Alert }),
  'alerts.silenced': z.object({ alert: Alert }),
  'alerts.resolved': z.object({ alert: Alert }),
  'alerts.rule_changed': z.object({ rule: AlertRule }),
} as const;
