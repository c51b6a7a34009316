import type { alerts as en } from '../en/alerts.ts';
import type { Words } from '../en/index.ts';

export const alerts: Words<typeof en> = {
  alerts: {
    title: 'Warnungen',
  },
};
