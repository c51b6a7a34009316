import { translateDynamic } from '../../i18n/index.ts';
import type { ChannelView } from '../../lib/feature.ts';

/** Says what an alert is about: its message if raised manually, else the condition and where it holds. */
export const activityValues: NonNullable<ChannelView['values']> = ({ values }, i18n) => {
  const { item, kind, location, message } = values;
  if (item === undefined && location !== undefined && kind !== undefined) {
    const silent = translateDynamic(i18n, `activity.words.${kind}`, {}, String(kind));
    return { about: `${silent}: ${location ?? '–'}` };
  }
  if (item === undefined) return typeof message === 'string' ? { about: message } : {};
  const condition = translateDynamic(i18n, `activity.words.${kind}`, {}, String(kind ?? '–'));
  return { about: `${condition}: ${item ?? '–'}, ${location ?? '–'}` };
};
