import { UsersRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AgentRow, ListedTeam, QueueRow } from '#shared/bridge/assignment.ts';
import { MAX_CAPACITY } from '#shared/domain/assignment.ts';
import { StatusDot } from '../../components/badge.tsx';
import { Input } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { EmptyState } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { cx } from '../../lib/cx.ts';
import { TONES } from './availability.ts';

const HEAD = 'h-8 px-3 text-left text-xs font-medium whitespace-nowrap text-ink-3';
const CELL = 'h-10 px-3';

/** Who has how much, and who waits in which queue. */
export function LoadView({
  agents,
  queues,
  teams,
  canManage,
}: {
  readonly agents: readonly AgentRow[];
  readonly queues: readonly QueueRow[];
  readonly teams: readonly ListedTeam[];
  readonly canManage: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const nameOf = (id: string | null): string =>
    teams.find((team) => team.id === id)?.name ?? t('assignment.queues.none');
  if (agents.length === 0)
    return (
      <EmptyState
        icon={UsersRound}
        title={t('assignment.agents.empty')}
        body={t('assignment.agents.emptyBody')}
      />
    );
  return (
    <div className="flex flex-col gap-4 p-4">
      <Panel title={t('assignment.queues.label')}>
        {queues.length === 0 ? (
          <p className="px-3 py-3 text-ink-3">{t('assignment.queues.empty')}</p>
        ) : (
          <ul aria-label={t('assignment.queues.label')} className="divide-y divide-line">
            {[...queues]
              .sort((a, b) => (a.oldestWaiting ?? 0) - (b.oldestWaiting ?? 0))
              .map(({ teamId, waiting, oldestWaiting }) => (
                <li
                  key={teamId ?? ''}
                  data-queue={teamId ?? ''}
                  className="flex h-10 items-center gap-3 px-3"
                >
                  <Link
                    dir="auto"
                    className="min-w-0 flex-1 truncate font-medium hover:underline"
                    to={`/chat?filter=unassigned&sort=waiting${teamId === null ? '' : `&team=${encodeURIComponent(teamId)}`}`}
                    aria-label={t('assignment.queues.show', { name: nameOf(teamId) })}
                  >
                    {nameOf(teamId)}
                  </Link>
                  <span data-waiting={waiting} className="text-ink-2">
                    {t('assignment.queues.waiting', { count: waiting })}
                  </span>
                  <span className="w-24 text-right text-xs text-ink-3">
                    {oldestWaiting !== null && <RelativeTime at={oldestWaiting} short />}
                  </span>
                </li>
              ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('assignment.agents.label')} bodyClassName="overflow-x-auto">
        <table className="w-full min-w-[640px]" aria-label={t('assignment.agents.label')}>
          <thead>
            <tr className="border-b border-line">
              <th className={HEAD}>{t('assignment.agents.name')}</th>
              <th className={HEAD}>{t('assignment.agents.state')}</th>
              <th className={HEAD}>{t('assignment.agents.open')}</th>
              <th className={cx(HEAD, 'text-right')}>{t('assignment.agents.waiting')}</th>
              <th className={cx(HEAD, 'text-right')}>{t('assignment.agents.oldest')}</th>
              <th className={HEAD}>{t('assignment.agents.teams')}</th>
              <th className={cx(HEAD, 'w-28')}>{t('assignment.agents.capacity')}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {agents.map((agent) => (
              <AgentLine
                key={agent.userId}
                agent={agent}
                teams={agent.teamIds.map(nameOf).join(', ')}
                canManage={canManage}
              />
            ))}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}

function AgentLine({
  agent,
  teams,
  canManage,
}: {
  readonly agent: AgentRow;
  readonly teams: string;
  readonly canManage: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { userId, name, state, cause, since, open, capacity, waiting, oldestWaiting } = agent;
  const over = open >= capacity;
  return (
    <tr data-agent={userId}>
      <th scope="row" className={cx(CELL, 'text-left font-medium')}>
        <span dir="auto">{name}</span>
      </th>
      <td
        data-state={state}
        className={CELL}
        title={t(since === null ? 'assignment.agents.never' : `assignment.cause.${cause}`)}
      >
        <span className="inline-flex items-center gap-2 whitespace-nowrap">
          <StatusDot tone={TONES[state]} />
          {t(`assignment.state.${state}`)}
          {since !== null && (
            <span className="text-xs text-ink-3">
              <RelativeTime at={since} short />
            </span>
          )}
        </span>
      </td>
      <td className={CELL} data-open={open}>
        <span className="flex items-center gap-2 whitespace-nowrap">
          <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-hover">
            <span
              className={cx('block h-full rounded-full', over ? 'bg-warn' : 'bg-accent')}
              style={{ width: `${Math.min(100, (open / capacity) * 100)}%` }}
            />
          </span>
          {t('assignment.agents.of', { open, capacity })}
        </span>
      </td>
      <td className={cx(CELL, 'text-right')} data-waiting={waiting}>
        {waiting}
      </td>
      <td className={cx(CELL, 'text-right whitespace-nowrap text-ink-2')}>
        {oldestWaiting === null ? '–' : <RelativeTime at={oldestWaiting} short />}
      </td>
      <td className={cx(CELL, 'max-w-48 truncate text-ink-2')} dir="auto" title={teams}>
        {teams || '–'}
      </td>
      <td className={CELL}>
        {canManage ? <Capacity userId={userId} name={name} capacity={capacity} /> : capacity}
      </td>
    </tr>
  );
}

/** The capacity of an agent, changed on leaving the field or with Enter. */
function Capacity({ userId, name, capacity }: Pick<AgentRow, 'userId' | 'name' | 'capacity'>): ReactNode {
  const { t } = useTranslation();
  const { submit } = useCommand('assignment.set_capacity');
  const [text, setText] = useState<string | null>(null);
  const save = (): void => {
    const entered = Number(text);
    if (text !== null && Number.isInteger(entered) && entered >= 1 && entered <= MAX_CAPACITY) {
      if (entered !== capacity) void submit({ userId, capacity: entered });
    }
    setText(null);
  };
  return (
    <Input
      className="h-[26px] w-16 text-right"
      inputMode="numeric"
      aria-label={t('assignment.agents.capacityOf', { name })}
      value={text ?? String(capacity)}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') setText(null);
      }}
    />
  );
}
