import { useQuery } from '@tanstack/react-query';
import { PlayCircle, ScanSearch } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useIsLive } from '../../stores/connection.ts';
import { useCan } from '../../stores/session.ts';
import { Differences } from './differences.tsx';
import { Figures } from './figures.tsx';
import { LastRun } from './last-run.tsx';

/** Stock compared with its ledger and its reservations: the last run, what differs, and its repair. */
export default function WatchdogPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('watchdog:read');
  return (
    <Page title={t('pages.watchdog')} actions={allowed ? <RunButton /> : undefined}>
      {allowed ? <Watchdog /> : <NoPermission permission="watchdog:read" />}
    </Page>
  );
}

function useWatchdog() {
  return useQuery({ queryKey: ['watchdog', 'state'], queryFn: () => bridge.call('watchdog.state', {}) });
}

function RunButton(): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const canRepair = useCan('watchdog:repair');
  const finished = useWatchdog().data?.run?.id;
  const [asked, setAsked] = useState<{ readonly after: string | undefined } | null>(null);
  const { submit, submitting, entry } = useCommand('watchdog.run');
  const waits = asked !== null && live && asked.after === finished && entry?.state !== 'refused';
  const running = submitting || waits;
  if (!canRepair) return null;
  return (
    <Button
      icon={PlayCircle}
      disabled={!live || running}
      title={live ? undefined : t('watchdog.offline')}
      onClick={async () => {
        const sent = await submit({});
        setAsked(sent.ok ? { after: finished } : null);
      }}
    >
      {running ? t('watchdog.running') : t('watchdog.run')}
    </Button>
  );
}

function Watchdog(): ReactNode {
  const { t } = useTranslation();
  const { data, error, refetch } = useWatchdog();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  const { run, differences, total } = data;
  return (
    <div className="flex h-full flex-col overflow-auto">
      <OfflineNote />
      <div className="flex max-w-[1100px] flex-col gap-4 p-4">
        {run && <LastRun run={run} open={total} />}
        {total > 0 ? (
          <Differences differences={differences} total={total} />
        ) : (
          <EmptyState
            icon={ScanSearch}
            title={run ? t('watchdog.clean') : t('watchdog.never')}
            body={run ? t('watchdog.cleanBody') : t('watchdog.neverBody')}
          />
        )}
        <Figures />
      </div>
    </div>
  );
}
