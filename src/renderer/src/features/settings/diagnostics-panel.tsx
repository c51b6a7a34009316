import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { toast } from '../../stores/toasts.ts';

/** Versions and counters for a report, with a button to copy them. */
export function DiagnosticsPanel(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const info = useQuery({ queryKey: ['app', 'info'], queryFn: () => bridge.call('app.info', {}) });
  const query = useQuery({
    queryKey: ['activity', 'diagnostics'],
    queryFn: () => bridge.call('app.diagnostics', {}),
    meta: { intervalMs: 2000 },
  });
  const data = query.data;
  const copy = (): void => {
    navigator.clipboard.writeText(JSON.stringify({ ...info.data, ...data }, null, 2)).then(
      () => toast({ tone: 'ok', title: ({ t }) => t('common.copied') }),
      (error: unknown) =>
        toast({ tone: 'crit', title: ({ t }) => t('errors.unknown'), body: () => String(error) }),
    );
  };
  return (
    <Panel
      title={t('settings.diagnostics')}
      bodyClassName="p-3"
      actions={
        <Button size="sm" icon={Copy} disabled={data === undefined} onClick={copy}>
          {t('common.copy')}
        </Button>
      }
    >
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {data?.quarantined != null && (
        <p className="mb-2 rounded-md bg-warn-soft px-3 py-2 text-warn">
          {t('settings.quarantinedBody', { path: data.quarantined })}
        </p>
      )}
      {data?.quarantinedOutbox != null && (
        <p className="mb-2 rounded-md bg-crit-soft px-3 py-2 text-crit">
          {t('settings.quarantinedOutboxBody', { path: data.quarantinedOutbox })}
        </p>
      )}
      <dl>
        {info.data && (
          <>
            <DetailRow label={t('settings.version')}>{info.data.version}</DetailRow>
            <DetailRow label={t('settings.host')}>
              {t(`settings.hosts.${info.data.host}`)} · {info.data.platform}
            </DetailRow>
            <DetailRow label={t('settings.profile')}>{info.data.profile}</DetailRow>
          </>
        )}
        {data && (
          <>
            <DetailRow label={t('settings.cachedEvents')}>{format.integer(data.cachedEvents)}</DetailRow>
            <DetailRow label={t('settings.cacheBytes')}>{format.bytes(data.cacheBytes)}</DetailRow>
            <DetailRow label={t('settings.appliedEvents')}>{format.integer(data.appliedEvents)}</DetailRow>
            <DetailRow label={t('settings.duplicateEvents')}>
              {format.integer(data.duplicateEvents)}
            </DetailRow>
            <DetailRow label={t('settings.refusedEvents')}>{format.integer(data.refusedEvents)}</DetailRow>
            <DetailRow label={t('settings.outboxPending')}>{format.integer(data.outboxPending)}</DetailRow>
            <DetailRow label={t('settings.loopDelay')}>
              {t('settings.loopDelayValue', {
                p99: format.integer(Math.ceil(data.loopDelay.p99)),
                longest: format.integer(Math.ceil(data.loopDelay.longest)),
              })}
            </DetailRow>
            <DetailRow label={t('settings.cursors')}>
              <span className="text-xs text-ink-2">
                {Object.entries(data.cursors)
                  .map(([channel, seq]) => `${channel} ${format.integer(seq ?? 0)}`)
                  .join(' · ') || '–'}
              </span>
            </DetailRow>
          </>
        )}
      </dl>
    </Panel>
  );
}
