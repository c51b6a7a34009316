import { formKind } from '../../hooks/use-form.ts';

/** Unsent notes by alert, so that moving through the list loses none. */
export const NOTES = formKind('alerts.acknowledge', { note: '' }, ({ note }) => note.trim() === '');
