import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { fieldOf, numberOf, textOf } from '../../lib/fields.ts';

/** The name of an alert is its item, its location, or its own text. */
export const alertName: RecordName = async (alertId) => {
  const { alert } = await bridge.call('alerts.detail', { alertId });
  if (alert === null) return null;
  const { subject, message } = alert;
  if (subject.type === 'stock') return `${subject.itemName} · ${subject.locationName}`;
  if (subject.type === 'kpi') return subject.name;
  return subject.type === 'location' ? subject.locationName : message;
};

/** How many alerts, and the note about them. */
export const manyContent: CommandContent = (data, { t }) => {
  const ids = fieldOf(data, 'alertIds');
  const count = Array.isArray(ids) ? ids.length : 0;
  return [t('alerts.bulk.about', { count }), textOf(data, 'note')].filter(Boolean).join(' · ');
};

/** Until when an alert is silent. */
export const silenceContent: CommandContent = (data, { t, format }) =>
  t('alerts.silence.until', { when: format.dateTime(numberOf(data, 'until') ?? 0) });

/** Whose the alert becomes. */
export const ownerContent: CommandContent = (data, { t }) =>
  textOf(data, 'ownerId') === null ? t('alerts.owner.none') : t('alerts.owner.given');

/** The kind of the rule. */
export const ruleContent: CommandContent = (data, { t }) => {
  const kind = textOf(fieldOf(data, 'rule'), 'kind');
  switch (kind) {
    case 'low_stock':
    case 'out_of_stock':
    case 'overstock':
    case 'expiring':
    case 'dead_feed':
      return t(`alerts.kind.${kind}`);
    default:
      return '';
  }
};
