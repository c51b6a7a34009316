import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import type { WidgetProps } from '../../lib/feature.ts';
import { KpiFigures } from './tiles.tsx';
import { useKpis } from './use-kpis.ts';

/** One KPI on a board. Its period is its own, whatever that of the board is. */
export default function TileWidget({ options }: WidgetProps): ReactNode {
  const { t } = useTranslation();
  const query = useKpis();
  const rows = query.data?.rows;
  // The first stands where none was chosen; one that was archived is not replaced by another.
  const chosen = options['kpi'];
  const kpi = chosen === undefined ? rows?.[0] : rows?.find(({ id }) => id === chosen);
  return (
    <WidgetPanel
      title={kpi?.name ?? t('widgets.titles.kpi.tile')}
      source={kpi === undefined ? t('widgets.texts.kpi.tile') : t(`kpi.explained.${kpi.metric}`)}
      asOf={query.data?.asOf}
    >
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : rows === undefined ? (
        <SkeletonRows rows={2} />
      ) : kpi === undefined ? (
        <p className="p-3 text-ink-3">{t(chosen === undefined ? 'kpi.none' : 'kpi.gone')}</p>
      ) : (
        <div data-kpi={kpi.id} className="flex flex-col gap-2 p-3">
          <KpiFigures kpi={kpi} to={`/kpis?kpi=${encodeURIComponent(kpi.id)}`} />
        </div>
      )}
    </WidgetPanel>
  );
}
