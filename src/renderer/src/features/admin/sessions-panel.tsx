import { useQuery } from '@tanstack/react-query';
import { LogOut, MonitorSmartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { User } from '#shared/domain/admin.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useIsLive } from '../../stores/connection.ts';

type SessionRow = MethodOutput<'admin.sessions'>['sessions'][number];

/** Where a user is signed in, with buttons to end it. The server is asked, so it needs a connection. */
export function SessionsPanel({ user }: { readonly user: User }): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const end = useCommand('admin.end_sessions');
  const query = useQuery({
    queryKey: ['admin', 'sessions', user.id],
    queryFn: () => bridge.call('admin.sessions', { userId: user.id }),
    meta: { record: user.id },
  });
  const sessions = query.data?.sessions ?? [];
  return (
    <Panel
      title={t('sessions.title')}
      actions={
        sessions.length > 0 && (
          <Button
            size="sm"
            variant="danger"
            icon={LogOut}
            disabled={!live}
            onClick={() => void end.submit({ userId: user.id, sessionId: null })}
          >
            {t('sessions.endAll')}
          </Button>
        )
      }
    >
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isLoading ? (
        <SkeletonRows rows={2} />
      ) : sessions.length === 0 ? (
        <EmptyState icon={MonitorSmartphone} title={t('sessions.none')} body={t('sessions.noneBody')} />
      ) : (
        <ul aria-label={t('sessions.title')}>
          {sessions.map((session) => (
            <SessionItem
              key={session.id}
              session={session}
              disabled={!live}
              onEnd={() => void end.submit({ userId: user.id, sessionId: session.id })}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function SessionItem({
  session,
  disabled,
  onEnd,
}: {
  readonly session: SessionRow;
  readonly disabled: boolean;
  readonly onEnd: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const device = session.device === '' ? t('sessions.unknownDevice') : session.device;
  return (
    <li className="flex min-h-14 items-center gap-3 border-b border-line px-3 py-2 last:border-0">
      <MonitorSmartphone size={17} aria-hidden className="shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span dir="auto" className="truncate font-medium proportional-nums">
            {device}
          </span>
          {session.current && <Badge tone="accent">{t('sessions.current')}</Badge>}
        </p>
        <p className="truncate text-xs text-ink-3">
          {session.address === '' ? t('sessions.unknownAddress') : session.address} · {t('sessions.lastUsed')}{' '}
          <RelativeTime at={session.lastUsedAt} /> ·{' '}
          {t('sessions.since', { time: format.dateTime(session.startedAt) })}
        </p>
      </div>
      <Button size="sm" disabled={disabled} aria-label={t('sessions.endOne', { device })} onClick={onEnd}>
        {t('sessions.end')}
      </Button>
    </li>
  );
}
