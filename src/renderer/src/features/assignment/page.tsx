import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ListedTeam } from '#shared/bridge/assignment.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useCan } from '../../stores/session.ts';
import { LoadView } from './load-view.tsx';
import { TeamDialog } from './team-dialog.tsx';
import { TeamsView } from './teams-view.tsx';

type Tab = 'load' | 'teams';

/** Who has how much, and the teams. Managers change them. */
export default function AssignmentPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('assignment:read');
  return allowed ? (
    <Teams />
  ) : (
    <Page title={t('assignment.title')}>
      <NoPermission permission="assignment:read" />
    </Page>
  );
}

function Teams(): ReactNode {
  const { t } = useTranslation();
  const manages = useCan('assignment:manage');
  const [params, setParams] = useSearchParams();
  const tab: Tab = params.get('tab') === 'teams' ? 'teams' : 'load';
  const [editing, setEditing] = useState<ListedTeam | 'new' | null>(null);
  const load = useQuery({
    queryKey: ['assignment', 'load'],
    queryFn: () => bridge.call('assignment.load', {}),
    meta: { intervalMs: 1000 },
  });
  const teams = useQuery({
    queryKey: ['assignment', 'teams'],
    queryFn: () => bridge.call('assignment.teams', {}),
  });
  useHotkeys(manages && editing === null ? { 'shortcuts.newTeam': () => setEditing('new') } : {});
  const error = load.error ?? teams.error;
  return (
    <Page
      title={t('assignment.title')}
      actions={
        manages && (
          <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
            {t('assignment.list.new')}
          </Button>
        )
      }
    >
      <div className="flex h-full min-h-0 flex-col bg-surface">
        <div className="flex shrink-0 items-center border-b border-line px-4 py-2">
          <Segmented<Tab>
            value={tab}
            label={t('assignment.tabs')}
            segments={[
              { value: 'load', label: t('assignment.load') },
              { value: 'teams', label: t('assignment.teams') },
            ]}
            onChange={(next) => setParams(next === 'load' ? {} : { tab: next }, { replace: true })}
          />
        </div>
        <OfflineNote />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section tabIndex={0} aria-label={t(`assignment.${tab}`)} className="min-h-0 flex-1 overflow-y-auto">
          {error ? (
            <ErrorState error={error} onRetry={() => void Promise.all([load.refetch(), teams.refetch()])} />
          ) : load.data === undefined || teams.data === undefined ? (
            <SkeletonRows />
          ) : tab === 'load' ? (
            <LoadView
              agents={load.data.agents}
              queues={load.data.queues}
              teams={teams.data.teams}
              canManage={manages}
            />
          ) : (
            <TeamsView
              teams={teams.data.teams}
              onEdit={manages ? setEditing : null}
              onNew={manages ? () => setEditing('new') : null}
            />
          )}
        </section>
      </div>
      {editing !== null && (
        <TeamDialog team={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Page>
  );
}
