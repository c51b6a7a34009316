import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Crown, Pencil, UsersRound } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { AgentRow, ListedTeam } from '#shared/bridge/assignment.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge, StatusDot } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useCan, useUserId } from '../../stores/session.ts';
import { TeamGoals } from '../kpi/index.ts';
import { TONES } from './availability.ts';
import { MembersDialog } from './members-dialog.tsx';
import { TeamDialog } from './team-dialog.tsx';

/** A team: who leads it, its members with what they have, and its goals. */
export default function TeamPage(): ReactNode {
  const { t } = useTranslation();
  const { teamId = '' } = useParams();
  const allowed = useCan('assignment:read');
  const teams = useQuery({
    queryKey: ['assignment', 'teams'],
    queryFn: () => bridge.call('assignment.teams', {}),
    enabled: allowed,
  });
  const team = teams.data?.teams.find(({ id }) => id === teamId);
  if (team) return <Team team={team} />;
  return (
    <Page title={t('assignment.title')}>
      {!allowed ? (
        <NoPermission permission="assignment:read" />
      ) : teams.error ? (
        <ErrorState error={teams.error} onRetry={() => void teams.refetch()} />
      ) : teams.data === undefined ? (
        <SkeletonRows />
      ) : (
        <EmptyState
          icon={UsersRound}
          title={t('assignment.teamPage.gone')}
          body={t('assignment.teamPage.goneBody')}
        />
      )}
    </Page>
  );
}

function Team({ team }: { readonly team: ListedTeam }): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const manages = useCan('assignment:manage');
  const leads = userId !== null && team.leaderIds.includes(userId);
  const seesGoals = useCan('kpi:read');
  const managesGoals = useCan('kpi:manage');
  const [editing, setEditing] = useState(false);
  const load = useQuery({
    queryKey: ['assignment', 'load'],
    queryFn: () => bridge.call('assignment.load', {}),
    meta: { intervalMs: 1000 },
  });
  const close = (): void => setEditing(false);
  return (
    <Page
      title={team.name}
      actions={
        (manages || leads) && (
          <Button icon={Pencil} onClick={() => setEditing(true)}>
            {t(manages ? 'assignment.teamPage.edit' : 'assignment.teamPage.editMembers')}
          </Button>
        )
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <OfflineNote />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section tabIndex={0} aria-label={team.name} className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto flex max-w-[1280px] flex-col gap-4 p-4">
            <div className="flex flex-wrap items-center gap-2">
              <Link
                to="/teams?tab=teams"
                className="inline-flex items-center gap-1 text-ink-2 hover:underline"
              >
                <ArrowLeft size={14} aria-hidden className="rtl:rotate-180" />
                {t('assignment.teamPage.all')}
              </Link>
              {team.automatic && <Badge tone="accent">{t('assignment.list.automatic')}</Badge>}
              {team.intake && <Badge tone="ok">{t('assignment.list.intake')}</Badge>}
              {team.archived && <Badge>{t('assignment.list.archived')}</Badge>}
              {team.pending && <Badge tone="warn">{t('assignment.list.pending')}</Badge>}
              {team.leaderIds.length === 0 && <Badge tone="warn">{t('assignment.teamPage.noLeader')}</Badge>}
            </div>
            <Panel title={t('assignment.form.members')} bodyClassName="overflow-x-auto">
              {load.error ? (
                <ErrorState error={load.error} onRetry={() => void load.refetch()} />
              ) : load.data === undefined ? (
                <SkeletonRows rows={4} />
              ) : (
                <Members team={team} agents={load.data.agents} />
              )}
            </Panel>
            {seesGoals && (
              <Panel title={t('assignment.teamPage.goals')}>
                <Suspense fallback={<SkeletonRows rows={3} />}>
                  <TeamGoals teamId={team.id} mayChange={(managesGoals || leads) && !team.archived} />
                </Suspense>
              </Panel>
            )}
          </div>
        </section>
      </div>
      {editing &&
        (manages ? (
          <TeamDialog team={team} onClose={close} />
        ) : (
          <MembersDialog team={team} onClose={close} />
        ))}
    </Page>
  );
}

const HEAD = 'h-8 px-3 text-start text-xs font-medium whitespace-nowrap text-ink-3';
const CELL = 'h-10 px-3';

function Members({
  team,
  agents,
}: {
  readonly team: ListedTeam;
  readonly agents: readonly AgentRow[];
}): ReactNode {
  const { t } = useTranslation();
  const members = agents
    .filter(({ userId }) => team.memberIds.includes(userId))
    .toSorted(
      (a, b) => Number(team.leaderIds.includes(b.userId)) - Number(team.leaderIds.includes(a.userId)),
    );
  if (members.length === 0)
    return <p className="px-3 py-3 text-ink-3">{t('assignment.list.members', { count: 0 })}</p>;
  return (
    <table className="w-full min-w-[560px]" aria-label={t('assignment.form.members')}>
      <thead>
        <tr className="border-b border-line">
          <th className={HEAD}>{t('assignment.agents.name')}</th>
          <th className={HEAD}>{t('assignment.agents.state')}</th>
          <th className={HEAD}>{t('assignment.agents.open')}</th>
          <th className={HEAD}>{t('assignment.agents.waiting')}</th>
          <th className={HEAD}>{t('assignment.agents.oldest')}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {members.map(({ userId, name, state, open, capacity, waiting, oldestWaiting }) => (
          <tr key={userId} data-member={userId}>
            <th scope="row" className={`${CELL} text-start font-medium`}>
              <span className="inline-flex items-center gap-2">
                <bdi>{name}</bdi>
                {team.leaderIds.includes(userId) && (
                  <Badge tone="accent" icon={Crown}>
                    {t('assignment.form.leader')}
                  </Badge>
                )}
              </span>
            </th>
            <td className={CELL}>
              <span className="inline-flex items-center gap-2 whitespace-nowrap">
                <StatusDot tone={TONES[state]} />
                {t(`assignment.state.${state}`)}
              </span>
            </td>
            <td className={CELL} data-open={open}>
              {t('assignment.agents.of', { open, capacity })}
            </td>
            <td className={CELL} data-waiting={waiting}>
              {waiting}
            </td>
            <td className={`${CELL} whitespace-nowrap text-ink-2`}>
              {oldestWaiting === null ? '–' : <RelativeTime at={oldestWaiting} short />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
