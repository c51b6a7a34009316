import { Users } from 'lucide-react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { team as de } from '../../locales/de/team.ts';
import { team as en } from '../../locales/en/team.ts';

/** Events about members of the team. */
export const team: FeatureDefinition<typeof en> = {
  name: 'team',
  words: { en, de },
  channels: { team: { icon: Users } },
};
