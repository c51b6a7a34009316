import { bridge } from '../../bridge/client.ts';
import type { RecordName } from '../../lib/about.ts';

/** How many open alerts are searched for a name. */
const LIMIT = 200;

/** The name of an alert is its item, or its own text. */
export const alertName: RecordName = async (alertId) => {
  const { rows } = await bridge.call('alerts.list', { after: null, limit: LIMIT, status: 'open' });
  const alert = rows.find(({ id }) => id === alertId);
  if (alert === undefined) return null;
  const { subject, message } = alert;
  return subject.type === 'stock' ? `${subject.itemName} · ${subject.locationName}` : message;
};
