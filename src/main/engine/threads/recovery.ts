import { v7 as uuidv7 } from 'uuid';
import type { Toast } from '#shared/bridge/notifications.ts';
import { CHANNELS } from '#shared/protocol/channels.ts';
import type { Changes } from '../notices/merge.ts';
import type { OpenedStore } from '../store/open.ts';

/** Everything has changed: a cache was opened after it could not be read for a while. */
export const ALL_CHANGES: Changes = {
  topics: new Map([...CHANNELS, 'outbox'].map((topic) => [topic, null])),
  levels: new Map(),
};

/** Returns what to tell the user about files that were damaged. */
export function damageToasts({
  quarantined,
  quarantinedOutbox,
  rescued,
}: Pick<OpenedStore, 'quarantined' | 'quarantinedOutbox' | 'rescued'>): Toast[] {
  const toast = (severity: Toast['severity'], message: string, values: Toast['values']): Toast => ({
    id: uuidv7(),
    category: 'system',
    severity,
    message,
    values,
    subject: null,
  });
  return [
    ...(quarantined === null ? [] : [toast('warning', 'toast.cache_rebuilt', {})]),
    ...(quarantinedOutbox === null ? [] : [toast('critical', 'toast.outbox_damaged', { ...rescued })]),
  ];
}
