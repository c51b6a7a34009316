import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KpiTile } from '#shared/bridge/kpi.ts';
import { Button } from '../../components/button.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { HistoryDialog } from './history-dialog.tsx';
import { KpiDialog } from './kpi-dialog.tsx';
import { Tiles } from './tiles.tsx';
import { useKpis } from './use-kpis.ts';

/** The goals of a team, with their progress. */
export default function TeamGoals({
  teamId,
  mayChange,
}: {
  readonly teamId: string;
  readonly mayChange: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<KpiTile | 'new' | null>(null);
  const [past, setPast] = useState<KpiTile | null>(null);
  const query = useKpis({ teamId });
  return (
    <div className="flex flex-col gap-3 p-3">
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={3} />
      ) : query.data.rows.length === 0 ? (
        <p className="text-ink-3">{t('kpi.noGoals')}</p>
      ) : (
        <Tiles rows={query.data.rows} chosen={null} onEdit={setEditing} onPast={setPast} />
      )}
      {mayChange && (
        <div>
          <Button icon={Plus} onClick={() => setEditing('new')}>
            {t('kpi.newGoal')}
          </Button>
        </div>
      )}
      {editing !== null && (
        <KpiDialog
          kpi={editing === 'new' ? null : editing}
          ofTeam={teamId}
          onClose={() => setEditing(null)}
        />
      )}
      {past !== null && <HistoryDialog kpi={past} onClose={() => setPast(null)} />}
    </div>
  );
}
