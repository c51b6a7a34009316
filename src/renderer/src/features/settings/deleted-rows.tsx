import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionRun } from '#shared/domain/message-retention.ts';
import { bridge } from '../../bridge/client.ts';
import { DetailRow } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';

/** How often the server is asked while the page is open, ms. */
const INTERVAL_MS = 60_000;

/** What the retention of messages has deleted, as the server counts it: the last time, that day, and 30 days. */
export function DeletedRows(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery({
    queryKey: ['settings', 'retention'],
    queryFn: () => bridge.call('chat.retention', {}),
    refetchInterval: INTERVAL_MS,
  });
  const counted = (count: number) => ({ count, formatted: format.integer(count) });
  const words = ({ messages, withFiles, roomMessages }: Deleted): string =>
    [
      t('settings.retention.messages', counted(messages + roomMessages)),
      ...(withFiles > 0 ? [t('settings.retention.withFiles', counted(withFiles))] : []),
      ...(roomMessages > 0 ? [t('settings.retention.rooms', counted(roomMessages))] : []),
    ].join(' · ');
  const last = data?.runs[0];
  if (data === undefined || last === undefined)
    return (
      <DetailRow label={t('settings.retention.last')}>
        <span className="text-ink-3">
          {t(data ? 'settings.retention.none' : error ? 'settings.retention.unknown' : 'common.loading')}
        </span>
      </DetailRow>
    );
  return (
    <>
      <DetailRow label={t('settings.retention.last')}>{format.dateTime(last.at)}</DetailRow>
      <DetailRow label={t('settings.retention.onDay')}>{words(last)}</DetailRow>
      <DetailRow label={t('settings.retention.inMonth')}>{words(sumOf(data.runs))}</DetailRow>
    </>
  );
}

type Deleted = Pick<RetentionRun, 'messages' | 'withFiles' | 'roomMessages'>;

function sumOf(runs: readonly Deleted[]): Deleted {
  const sum = (of: (run: Deleted) => number): number => runs.reduce((total, run) => total + of(run), 0);
  return {
    messages: sum(({ messages }) => messages),
    withFiles: sum(({ withFiles }) => withFiles),
    roomMessages: sum(({ roomMessages }) => roomMessages),
  };
}
