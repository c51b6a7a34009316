/** Words of the system channel. */
export const system = {
  channels: { system: 'System' },
  activity: {
    system: {
      announced: '{{actor}} announced: {{message}}',
      gateway_started: 'Server started (version {{version}})',
    },
  },
  commands: { 'system.announce': 'Announcement' },
} as const;
