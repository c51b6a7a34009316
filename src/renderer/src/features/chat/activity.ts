import { translateDynamic } from '../../i18n/index.ts';
import type { ChannelView } from '../../lib/feature.ts';

/** Puts statuses, priorities and a missing assignee into words. */
export const activityValues: NonNullable<ChannelView['values']> = ({ values }, i18n) => {
  const words: Record<string, string> = {};
  for (const name of ['status', 'priority']) {
    const code = values[name];
    if (typeof code === 'string') words[name] = translateDynamic(i18n, `activity.words.${code}`, {}, code);
  }
  if (values['assignee'] === null) words['assignee'] = i18n.t('activity.words.nobody');
  return words;
};
