import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import { useKpis } from './use-kpis.ts';
import { STATUS_TONES, useMetricValue } from './words.ts';

/** All KPIs on a board: value, target and how each does. */
export default function ListWidget(): ReactNode {
  const { t } = useTranslation();
  const show = useMetricValue();
  const query = useKpis();
  return (
    <WidgetPanel
      title={t('widgets.titles.kpi.list')}
      source={t('widgets.texts.kpi.list')}
      asOf={query.data?.asOf}
    >
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={4} />
      ) : query.data.rows.length === 0 ? (
        <p className="p-3 text-ink-3">{t('kpi.none')}</p>
      ) : (
        <ul aria-label={t('kpi.title')} className="divide-y divide-line">
          {query.data.rows.map(({ id, name, metric, target, direction, progress }) => (
            <li key={id} data-kpi={id} className="flex min-h-10 items-center gap-3 px-3 py-1.5">
              <Link
                dir="auto"
                to={`/kpis?kpi=${encodeURIComponent(id)}`}
                className="min-w-0 flex-1 truncate font-medium hover:underline"
              >
                {name}
              </Link>
              <span className="text-end">
                <span data-figure="kpi" className="block font-semibold">
                  {show(metric, progress.value)}
                </span>
                <span className="block text-2xs text-ink-3">
                  {t(`kpi.target.${direction}`, { target: show(metric, target) })}
                </span>
              </span>
              <Badge tone={STATUS_TONES[progress.status]}>{t(`kpi.status.${progress.status}`)}</Badge>
            </li>
          ))}
        </ul>
      )}
    </WidgetPanel>
  );
}
