import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/client.ts';
import { useFormat } from '../hooks/use-format.ts';
import { useIsLive } from '../stores/connection.ts';

/** Says since when a list is complete, while older rows are at the server only. Shows nothing once it has all. */
export function HistoryLine({
  channel,
  kind,
}: {
  readonly channel: string;
  readonly kind: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const query = useQuery({
    queryKey: [channel, 'history'],
    queryFn: () => bridge.call('history.ranges', {}),
  });
  const range = query.data?.ranges.find((held) => held.channel === channel && held.kind === kind);
  if (range === undefined) return null;
  const from = format.dateTime(range.from);
  return (
    <p className="px-3 py-1.5 text-center text-xs text-ink-3">
      {t(live ? 'history.loading' : 'history.offline', { from })}
    </p>
  );
}
