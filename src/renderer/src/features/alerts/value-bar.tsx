import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen } from '#shared/domain/alerts.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { type AlertRow, alertValues } from './row.tsx';

/** The value of an alert now and when it was raised, beside the limit at which it is. */
export function ValueBar({ alert }: { readonly alert: AlertRow }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { threshold } = alert;
  if (threshold === null || alert.kind === 'expiring' || alert.kind === 'kpi') return null;
  const { raised, last } = alertValues(alert);
  const shown = last ?? 0;
  const scale = Math.max(1, threshold * 2, shown);
  const values = { value: format.integer(last), raised: format.integer(raised) };
  const limit = { threshold: format.integer(threshold) };
  const over = alert.kind === 'overstock';
  return (
    <div className="my-3 rounded-md border border-line bg-surface px-4 py-3">
      <p className="text-lg font-semibold">
        {t(isOpen(alert) ? 'alerts.detail.valueNow' : 'alerts.detail.valueResolved', values)}
      </p>
      <p className="text-ink-3">
        {raised !== null && `${t('alerts.detail.valueRaised', values)} · `}
        {over ? t('alerts.detail.firesAbove', limit) : t('alerts.detail.firesAt', limit)}
      </p>
      <div
        role="img"
        aria-label={t(over ? 'alerts.detail.valueBarAbove' : 'alerts.detail.valueBar', {
          value: values.value,
          ...limit,
        })}
        className="relative mt-2 h-1.5 rounded-full bg-line"
      >
        <span
          className={
            alert.severity === 'critical'
              ? 'block h-full rounded-full bg-crit'
              : 'block h-full rounded-full bg-warn'
          }
          style={{ width: `${(Math.max(0, shown) / scale) * 100}%` }}
        />
        <span
          aria-hidden
          className="absolute -inset-y-1 w-0.5 bg-ink-2"
          style={{ left: `${(threshold / scale) * 100}%` }}
        />
      </div>
    </div>
  );
}
