import type { system as en } from '../en/system.ts';
import type { Words } from '../words.ts';

export const system: Words<typeof en> = {
  channels: { system: 'System' },
  activity: {
    system: {
      announced: '{{actor}} gab bekannt: {{message}}',
      gateway_started: 'Server gestartet (Version {{version}})',
    },
  },
  commands: { 'system.announce': 'Bekanntmachung' },
};
