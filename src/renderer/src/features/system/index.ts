import { Server } from 'lucide-react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { system as de } from '../../locales/de/system.ts';
import { system as en } from '../../locales/en/system.ts';

/** Events about the server itself. */
export const system: FeatureDefinition<typeof en> = {
  name: 'system',
  words: { en, de },
  channels: { system: { icon: Server } },
};
