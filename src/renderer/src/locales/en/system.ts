/** Words of the system channel. */
export const system = {
  channels: { system: 'System' },
  activity: {
    system: {
      gateway_started: 'Server started (version {{version}})',
    },
  },
} as const;
