import { Pencil, Plus, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ListedTeam } from '#shared/bridge/assignment.ts';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/states.tsx';
import { cx } from '../../lib/cx.ts';
import { usePeople } from './use-assignment.ts';

/** The teams with their members. */
export function TeamsView({
  teams,
  onEdit,
  onNew,
}: {
  readonly teams: readonly ListedTeam[];
  /** null for those who may only look. */
  readonly onEdit: ((team: ListedTeam) => void) | null;
  readonly onNew: (() => void) | null;
}): ReactNode {
  const { t } = useTranslation();
  const people = usePeople();
  if (teams.length === 0)
    return (
      <EmptyState
        icon={UsersRound}
        title={t('assignment.list.empty')}
        body={t('assignment.list.emptyBody')}
        {...(onNew === null
          ? {}
          : {
              action: (
                <Button icon={Plus} onClick={onNew}>
                  {t('assignment.list.new')}
                </Button>
              ),
            })}
      />
    );
  return (
    <ul aria-label={t('assignment.list.label')} className="divide-y divide-line">
      {teams.map((team) => (
        <li key={team.id} className="flex items-center gap-3 px-4 py-2.5">
          <span className={cx('min-w-0 flex-1', team.archived && 'text-ink-3')}>
            <span className="flex flex-wrap items-center gap-2">
              <Link
                dir="auto"
                to={`/teams/${encodeURIComponent(team.id)}`}
                className="truncate font-medium hover:underline"
              >
                {team.name}
              </Link>
              {team.automatic && <Badge tone="accent">{t('assignment.list.automatic')}</Badge>}
              {team.intake && <Badge tone="ok">{t('assignment.list.intake')}</Badge>}
              {team.archived && <Badge>{t('assignment.list.archived')}</Badge>}
              {team.pending && <Badge tone="warn">{t('assignment.list.pending')}</Badge>}
            </span>
            <span dir="auto" className="block truncate text-xs text-ink-3">
              {team.memberIds
                .flatMap((id) => {
                  const name = people.find((person) => person.id === id)?.name;
                  if (name === undefined) return [];
                  return team.leaderIds.includes(id) ? t('assignment.list.leads', { name }) : name;
                })
                .join(', ') || t('assignment.list.members', { count: 0 })}
            </span>
          </span>
          {onEdit !== null && (
            <IconButton
              icon={Pencil}
              label={t('assignment.list.edit', { name: team.name })}
              onClick={() => onEdit(team)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
