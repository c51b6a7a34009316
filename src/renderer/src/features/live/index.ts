import { Activity } from 'lucide-react';
import { CHANNELS } from '#shared/protocol/channels.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { live as de } from '../../locales/de/live.ts';
import { live as en } from '../../locales/en/live.ts';
import { WIDGETS } from './widgets.ts';

/** The widgets of the home page: key figures, their chart, top products and the activity list. */
export const live: FeatureDefinition<typeof en> = {
  name: 'live',
  words: { en, de },
  nav: {
    path: '/live',
    label: 'pages.live',
    icon: Activity,
    order: 10,
    place: 'main',
    keys: ['g', 'l'],
    shortcut: 'shortcuts.live',
    permission: null,
  },
  widgets: WIDGETS,
  topics: {
    figures: { reads: ['orders', 'payments'] },
    activity: { reads: CHANNELS },
  },
};
