/** Words of the team. */
export const team = {
  channels: { team: 'Team' },
  activity: {
    team: {
      member_added: '{{name}} joined the team',
      member_changed: '{{name}} has a new role',
      member_removed: '{{name}} left the team',
    },
  },
} as const;
