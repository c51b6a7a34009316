import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '#shared/domain/alerts.ts';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useFormat } from '../../hooks/use-format.ts';

/** The earlier alerts of a rule about the same subject, newest first. */
export function EarlierAlerts({ alerts }: { readonly alerts: readonly Alert[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (alerts.length === 0) return null;
  return (
    <section aria-label={t('alerts.earlier.title')} className="mt-4 border-t border-line pt-3">
      <h3 className="mb-1 text-xs font-medium text-ink-3">{t('alerts.earlier.title')}</h3>
      <ul>
        {alerts.map((alert) => (
          <li key={alert.id} className="flex min-h-7 items-baseline gap-2">
            <SubjectLink
              subject={{ kind: 'alert', id: alert.id }}
              className="shrink-0 underline decoration-1 underline-offset-2 hover:decoration-2"
            >
              {format.dateTime(alert.raisedAt)}
            </SubjectLink>
            <span className="min-w-0 truncate text-ink-3">
              {alert.resolvedAt === null
                ? t(`alerts.state.${alert.state}`)
                : t('alerts.earlier.lasted', { time: format.age(alert.raisedAt, alert.resolvedAt) })}
              {alert.note !== null && alert.note !== '' && (
                <>
                  {' · '}
                  <bdi>{alert.note}</bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
