import { translateDynamic } from '../../i18n/index.ts';
import type { ChannelView } from '../../lib/feature.ts';

/** Puts statuses, priorities and a missing assignee into words. */
export const activityValues: NonNullable<ChannelView['values']> = ({ values }, i18n) => {
  const words: Record<string, string> = {};
  for (const name of ['status', 'priority', 'clock']) {
    const code = values[name];
    if (typeof code === 'string') words[name] = translateDynamic(i18n, `activity.words.${code}`, {}, code);
  }
  if (values['labels'] === null) words['labels'] = i18n.t('activity.words.noLabels');
  if (values['assignee'] === null) words['assignee'] = i18n.t('activity.words.nobody');
  if (values['team'] === null) words['team'] = i18n.t('assignment.people.noTeam');
  return words;
};
