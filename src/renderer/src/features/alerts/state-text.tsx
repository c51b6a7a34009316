import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '#shared/bridge/alerts.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';

/** The time until an alert fires or is resolved if its value stays as it is; nothing for other states. */
export function TimeLeft({ alert }: { readonly alert: Pick<AlertView, 'state' | 'dueAt'> }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { state, dueAt } = alert;
  if (dueAt === null || (state !== 'pending' && state !== 'recovering')) return null;
  if (dueAt <= now) return t('alerts.timeLeft.now');
  // From now to then, as an age is from then to now.
  return t(`alerts.timeLeft.${state}`, { time: format.age(now, dueAt) });
}
