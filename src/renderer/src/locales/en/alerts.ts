/** Words of the alerts pages. */
export const alerts = {
  alerts: {
    title: 'Alerts',
  },
} as const;
