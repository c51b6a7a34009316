import { z } from 'zod';
import { ALERT_STATES } from '#shared/domain/alerts.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';

const AlertEffect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledge'), alertId: Id, by: z.string().max(200), at: Timestamp }),
  z.object({ kind: z.literal('alert_state'), alertId: Id, state: z.enum(ALERT_STATES) }),
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
    'alerts.resolve': ({ alertId }) => ({ kind: 'alert_state', alertId, state: 'resolved' }),
  },
  topic: ({ alertId }) => ({ topic: 'alerts', key: alertId }),
};

/** Returns the ids of the alerts that unsettled commands will acknowledge. */
export function pendingAcknowledgements(reader: Reader): ReadonlySet<string> {
  return new Set(
    pendingEffects(reader, AlertEffect).flatMap(({ effect }) =>
      effect.kind === 'acknowledge' ? [effect.alertId] : [],
    ),
  );
}
