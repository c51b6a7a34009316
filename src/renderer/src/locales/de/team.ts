import type { team as en } from '../en/team.ts';
import type { Words } from '../words.ts';

export const team: Words<typeof en> = {
  channels: { team: 'Team' },
  activity: {
    team: {
      member_added: '{{name}} ist jetzt im Team',
      member_changed: '{{name}} hat eine neue Rolle',
      member_removed: '{{name}} ist nicht mehr im Team',
    },
  },
};
