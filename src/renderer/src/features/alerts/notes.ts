import { ownWords } from '../../stores/owned.ts';

/** Unsent notes by alert, so that moving through the list loses none. */
export const notes = ownWords<string>('notes', 100, (alertId, note) => ({
  type: 'alerts.acknowledge',
  data: { alertId, note },
}));
