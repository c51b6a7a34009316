import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ALL_OPEN } from '#shared/bridge/alerts.ts';
import { bridge } from '../../bridge/client.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import type { WidgetProps } from '../../lib/feature.ts';
import { ALERT_ROW_HEIGHT, AlertListRow } from './row.tsx';

const READ_MS = 1000;
/** The alerts that are looked at; those about stock are shown. */
const MAX_ROWS = 100;

/** Open alerts about stock at the board's location, the worst first. */
export default function StockWidget({ scope: { locationId } }: WidgetProps): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['alerts', 'list', 'board', locationId ?? null],
    queryFn: () =>
      bridge.call('alerts.list', {
        after: null,
        limit: MAX_ROWS,
        filter: { ...ALL_OPEN, locationId: locationId ?? null },
      }),
    meta: { intervalMs: READ_MS },
  });
  const rows = query.data?.rows.filter(({ subject }) => subject.type === 'stock');
  return (
    <WidgetPanel
      title={t('widgets.titles.alerts.stock')}
      source={t('widgets.texts.alerts.stock')}
      asOf={query.data?.asOf}
    >
      {rows === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={4} />
        )
      ) : rows.length === 0 ? (
        <EmptyState icon={CircleCheck} title={t('alerts.boardNone')} body={t('alerts.boardNoneBody')} />
      ) : (
        <ol>
          {rows.map((alert) => (
            <li key={alert.id} style={{ height: ALERT_ROW_HEIGHT }}>
              <SubjectLink
                subject={{ kind: 'alert', id: alert.id }}
                className="block h-full focus-visible:-outline-offset-2"
              >
                <AlertListRow alert={alert} active={false} />
              </SubjectLink>
            </li>
          ))}
        </ol>
      )}
    </WidgetPanel>
  );
}
