import { Radio } from 'lucide-react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { notifications as de } from '../../locales/de/notifications.ts';
import { notifications as en } from '../../locales/en/notifications.ts';
import { activityValues } from './activity.ts';

/** Events about notifications. */
export const notifications: FeatureDefinition<typeof en> = {
  name: 'notifications',
  words: { en, de },
  channels: { notifications: { icon: Radio, values: activityValues } },
};
