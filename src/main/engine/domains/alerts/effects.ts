import { z } from 'zod';
import { ALERT_STATES } from '#shared/domain/alerts.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';

const ids = z.array(Id);

const AlertEffect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledge'), alertId: Id, by: z.string().max(200), at: Timestamp }),
  z.object({ kind: z.literal('acknowledge_many'), alertIds: ids }),
  z.object({ kind: z.literal('alert_state'), alertId: Id, state: z.enum(ALERT_STATES) }),
  z.object({ kind: z.literal('alert_silence'), alertIds: ids, until: Timestamp.nullable() }),
  z.object({ kind: z.literal('alert_owner'), alertId: Id, ownerId: Id.nullable() }),
]);
type AlertEffect = z.infer<typeof AlertEffect>;

/** The effects of alert commands. */
export const alertEffects: Effects<AlertEffect> = {
  schema: AlertEffect,
  of: {
    'alerts.acknowledge': ({ alertId }, { userName, now }) => ({
      kind: 'acknowledge',
      alertId,
      by: userName,
      at: now,
    }),
    'alerts.acknowledge_many': ({ alertIds }) => ({ kind: 'acknowledge_many', alertIds }),
    'alerts.resolve': ({ alertId }) => ({ kind: 'alert_state', alertId, state: 'resolved' }),
    'alerts.silence': ({ alertId, until }) => ({ kind: 'alert_silence', alertIds: [alertId], until }),
    'alerts.silence_many': ({ alertIds, until }) => ({ kind: 'alert_silence', alertIds, until }),
    'alerts.unsilence': ({ alertId }) => ({ kind: 'alert_silence', alertIds: [alertId], until: null }),
    'alerts.assign': ({ alertId, ownerId }) => ({ kind: 'alert_owner', alertId, ownerId }),
  },
  topic: (effect) => ({ topic: 'alerts', key: 'alertId' in effect ? effect.alertId : null }),
};

/** What unsettled commands will do to alerts, by alert. */
export interface PendingAlerts {
  readonly acknowledged: ReadonlySet<string>;
  readonly silenced: ReadonlyMap<string, number | null>;
  readonly owners: ReadonlyMap<string, string | null>;
}

/** Returns what unsettled commands will do to alerts. */
export function pendingAlerts(reader: Reader): PendingAlerts {
  const acknowledged = new Set<string>();
  const silenced = new Map<string, number | null>();
  const owners = new Map<string, string | null>();
  for (const { effect } of pendingEffects(reader, AlertEffect)) {
    if (effect.kind === 'acknowledge') acknowledged.add(effect.alertId);
    else if (effect.kind === 'acknowledge_many') for (const id of effect.alertIds) acknowledged.add(id);
    else if (effect.kind === 'alert_silence')
      for (const id of effect.alertIds) silenced.set(id, effect.until);
    else if (effect.kind === 'alert_owner') owners.set(effect.alertId, effect.ownerId);
  }
  return { acknowledged, silenced, owners };
}
