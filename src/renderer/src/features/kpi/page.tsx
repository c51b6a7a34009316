import { Plus, Target } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { KpiTile } from '#shared/bridge/kpi.ts';
import { Button } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useLedTeams } from '../../hooks/use-support-teams.ts';
import { useCan } from '../../stores/session.ts';
import { HistoryDialog } from './history-dialog.tsx';
import { KpiDialog } from './kpi-dialog.tsx';
import { Tiles } from './tiles.tsx';
import { useKpis } from './use-kpis.ts';

type Shown = 'current' | 'archived';

/** The KPIs with how they do. Managers change them, and team leaders those of their teams. */
export default function KpiPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('kpi:read');
  return allowed ? (
    <Kpis />
  ) : (
    <Page title={t('kpi.title')}>
      <NoPermission permission="kpi:read" />
    </Page>
  );
}

function Kpis(): ReactNode {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const shown: Shown = params.get('show') === 'archived' ? 'archived' : 'current';
  const manages = useCan('kpi:manage');
  const mayAdd = useLedTeams().length > 0 || manages;
  const [editing, setEditing] = useState<KpiTile | 'new' | null>(null);
  const [past, setPast] = useState<KpiTile | null>(null);
  const query = useKpis({ archived: shown === 'archived' });
  const add = (): void => setEditing('new');
  useHotkeys(mayAdd && editing === null && past === null ? { 'shortcuts.newKpi': add } : {});
  const button = mayAdd && (
    <Button variant="primary" icon={Plus} onClick={add}>
      {t('kpi.new')}
    </Button>
  );
  return (
    <Page title={t('kpi.title')} actions={button}>
      <div className="flex h-full min-h-0 flex-col">
        <div className="flex shrink-0 items-center border-b border-line bg-surface px-4 py-2">
          <Segmented<Shown>
            value={shown}
            label={t('kpi.show')}
            segments={[
              { value: 'current', label: t('kpi.current') },
              { value: 'archived', label: t('kpi.archived') },
            ]}
            onChange={(next) => setParams(next === 'current' ? {} : { show: next }, { replace: true })}
          />
        </div>
        <OfflineNote />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section tabIndex={0} aria-label={t('kpi.title')} className="min-h-0 flex-1 overflow-y-auto p-4">
          {query.error ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.data === undefined ? (
            <SkeletonRows />
          ) : query.data.rows.length === 0 ? (
            <EmptyState
              icon={Target}
              title={t(shown === 'archived' ? 'kpi.noneArchived' : 'kpi.none')}
              body={t(shown === 'archived' ? 'kpi.noneArchivedBody' : 'kpi.noneBody')}
              {...(shown === 'current' && mayAdd ? { action: button } : {})}
            />
          ) : (
            <Tiles rows={query.data.rows} chosen={params.get('kpi')} onEdit={setEditing} onPast={setPast} />
          )}
        </section>
      </div>
      {editing !== null && (
        <KpiDialog kpi={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      {past !== null && <HistoryDialog kpi={past} onClose={() => setPast(null)} />}
    </Page>
  );
}
