import { ScanSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { isOpen } from '#shared/domain/alerts.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useCan } from '../../stores/session.ts';
import type { AlertRow } from './row.tsx';

/** The lot that expires first, and the days at which its alert fires. */
export function ExpiryFacts({
  alert,
  lot,
}: {
  readonly alert: AlertRow;
  readonly lot: MethodOutput<'alerts.detail'>['lot'];
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (!isOpen(alert) || alert.state === 'error') return null;
  const said =
    lot === null
      ? t('alerts.detail.lotGone')
      : lot.days === 0
        ? t('alerts.detail.lotExpired')
        : t('alerts.detail.expiresNow', { within: t('alerts.list.within', { count: lot.days }) });
  return (
    <div className="my-3 rounded-md border border-line bg-surface px-4 py-3">
      <p className="text-lg font-semibold">{said}</p>
      <p className="text-ink-3">
        {[
          lot && t('alerts.detail.lotExpires', { code: lot.code, when: format.dateTime(lot.expiresAt) }),
          alert.threshold === null ? null : t('alerts.detail.firesWithin', { count: alert.threshold }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}

/** How many levels the stock check has found to differ. */
export function DifferenceFacts({ alert }: { readonly alert: AlertRow }): ReactNode {
  const { t } = useTranslation();
  if (!isOpen(alert)) return null;
  return (
    <p className="my-3 rounded-md border border-line bg-surface px-4 py-3 text-lg font-semibold">
      {t('alerts.detail.differencesNow', { count: alert.value ?? 0 })}
    </p>
  );
}

/** Where a KPI stood when its alert was raised and, once it is resolved, then. */
export function KpiFacts({
  alert,
  when,
}: {
  readonly alert: AlertRow;
  readonly when: 'pace' | 'end';
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (percent: number | null): string => format.percent((percent ?? 0) / 100);
  return (
    <div className="my-3 rounded-md border border-line bg-surface px-4 py-3">
      <p className="text-lg font-semibold">
        {t(`alerts.list.kpi.${when}`, { share: share(alert.raisedValue ?? alert.value) })}
      </p>
      <p className="text-ink-3">
        {isOpen(alert)
          ? t(`alerts.detail.kpi.${when}`, { share: share(alert.threshold) })
          : t('alerts.detail.kpi.resolved', { share: share(alert.value) })}
      </p>
    </div>
  );
}

/** Goes to the page with the differences. */
export function OpenCheck(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!useCan('watchdog:read')) return null;
  return (
    <div className="mt-2">
      <Button icon={ScanSearch} onClick={() => void navigate('/watchdog')}>
        {t('alerts.detail.openCheck')}
      </Button>
    </div>
  );
}
