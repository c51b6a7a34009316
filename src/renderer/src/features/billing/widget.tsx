import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { Money } from '../../components/values.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import { ProjectionText } from './projection.tsx';
import { useBilling } from './use-billing.ts';
import { planName } from './words.ts';

/** What this month has cost so far and is expected to cost, whatever period the board is about. */
export default function BillingWidget(): ReactNode {
  const { t } = useTranslation();
  const { data, error, refetch } = useBilling();
  return (
    <WidgetPanel
      title={t('widgets.titles.billing.toDate')}
      source={t('widgets.texts.billing.toDate')}
      asOf={data?.asOf}
    >
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={2} />
        )
      ) : (
        <div className="flex flex-col gap-1 p-3">
          {data.toDate === null ? (
            <p className="text-ink-3">{t('billing.noPlan')}</p>
          ) : (
            <>
              <Link
                to="/billing"
                className="text-xl font-semibold hover:underline"
                data-billing={data.toDate.total}
              >
                <Money amount={data.toDate.total} currency={data.toDate.currency} />
              </Link>
              <p className="text-xs text-ink-2">{t('billing.soFar', { plan: planName(data.toDate.plan) })}</p>
              <ProjectionText projection={data.projection} />
            </>
          )}
        </div>
      )}
    </WidgetPanel>
  );
}
