import { z } from 'zod';
import { ServiceRules } from '../../domain/service-levels.ts';
import { serviceRulesRow } from '../../rows/service.ts';
import { channel } from './define.ts';

/** The rules of service levels: hours, holidays and targets. The clocks that follow them are in the channel `chat`. */
export const service = channel({
  name: 'service',
  permissions: { 'service:read': 'agent', 'service:manage': 'manager' },
  readPermission: 'service:read',
  rows: [serviceRulesRow],
  events: { 'service.rules_set': z.object({ rules: ServiceRules }) },
});
