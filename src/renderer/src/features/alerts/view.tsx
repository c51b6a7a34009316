import { useQuery } from '@tanstack/react-query';
import { BellRing, ShieldCheck } from 'lucide-react';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { ListDetail } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useMedia } from '../../hooks/use-media.ts';
import { useCan } from '../../stores/session.ts';
import { AlertDetail } from './detail.tsx';
import { ALERT_ROW_HEIGHT, AlertListRow, type AlertRow } from './row.tsx';

type Status = 'open' | 'resolved';
const PAGE = 100;

/** Alerts by severity, with the selected one beside. `chosenId` and `onChoose` bind the selection to an address. */
export default function AlertsView({
  chosenId,
  onChoose,
}: {
  readonly chosenId?: string | null;
  readonly onChoose?: (id: string) => void;
}): ReactNode {
  const allowed = useCan('alerts:read');
  return allowed ? (
    <Alerts chosenId={chosenId ?? null} onChoose={onChoose} />
  ) : (
    <NoPermission permission="alerts:read" />
  );
}

function Alerts({
  chosenId,
  onChoose,
}: {
  readonly chosenId: string | null;
  readonly onChoose: ((id: string) => void) | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('alerts:write');
  const [status, setStatus] = useState<Status>('open');
  const [own, setOwn] = useState<string | null>(null);
  const activeId = onChoose ? chosenId : own;
  const choose = useCallback(
    (alert: AlertRow) => (onChoose ? onChoose(alert.id) : setOwn(alert.id)),
    [onChoose],
  );
  const wide = useMedia('(min-width: 1240px)');
  const listElement = useRef<HTMLDivElement | null>(null);
  const noteInput = useRef<HTMLTextAreaElement | null>(null);
  const list = useInfinite(
    ['alerts', 'list', status],
    (after) => bridge.call('alerts.list', { status, after, limit: PAGE }),
    { meta: { intervalMs: 500 } },
  );
  const counts = useQuery({
    queryKey: ['alerts', 'counts'],
    queryFn: () => bridge.call('alerts.counts', {}),
  });
  const active = list.rows.find((alert) => alert.id === activeId) ?? null;
  useHotkeys(canWrite && active !== null ? { a: () => noteInput.current?.focus() } : {});

  const { open, unacknowledged } = counts.data ?? {};
  return (
    <ListDetail
      listLabel={t('alerts.list.label')}
      detailLabel={t('alerts.detail.label')}
      listWidth={wide ? 480 : 420}
      list={
        <>
          <div className="flex shrink-0 items-center gap-3 border-b border-line px-4 py-2">
            <Segmented<Status>
              value={status}
              label={t('alerts.list.status')}
              segments={[
                { value: 'open', label: t('alerts.list.open'), count: open },
                { value: 'resolved', label: t('alerts.list.resolved') },
              ]}
              onChange={setStatus}
            />
            {unacknowledged !== undefined && open !== undefined && open > 0 && (
              <span role="status" className="truncate text-xs text-ink-3">
                {unacknowledged > 0
                  ? t('alerts.list.unacknowledged', { count: unacknowledged })
                  : t('alerts.list.allAcknowledged')}
              </span>
            )}
          </div>
          <OfflineNote />
          <div className="min-h-0 flex-1">
            {list.error ? (
              <ErrorState error={list.error} onRetry={list.refetch} />
            ) : list.isLoading ? (
              <SkeletonRows />
            ) : list.rows.length === 0 ? (
              <EmptyState
                icon={ShieldCheck}
                title={status === 'open' ? t('alerts.list.emptyOpen') : t('alerts.list.emptyResolved')}
                body={status === 'open' ? t('alerts.list.emptyOpenBody') : t('alerts.list.emptyResolvedBody')}
              />
            ) : (
              <VirtualList
                rows={list.rows}
                rowKey={(alert) => alert.id}
                rowHeight={ALERT_ROW_HEIGHT}
                label={t('alerts.list.label')}
                activeKey={activeId}
                onActive={choose}
                onOpen={() => noteInput.current?.focus()}
                onEnd={list.more}
                scrollRef={listElement}
                renderRow={(alert, state) => <AlertListRow alert={alert} active={state.active} />}
              />
            )}
          </div>
        </>
      }
      detail={
        active !== null ? (
          <AlertDetail
            key={active.id}
            alert={active}
            noteInput={noteInput}
            onAcknowledged={() => listElement.current?.focus()}
          />
        ) : activeId !== null && !list.isLoading ? (
          <EmptyState
            icon={BellRing}
            title={t('alerts.detail.gone')}
            body={t('alerts.detail.goneBody')}
            action={
              status === 'open' ? (
                <Button onClick={() => setStatus('resolved')}>{t('alerts.detail.showResolved')}</Button>
              ) : undefined
            }
          />
        ) : (
          <EmptyState icon={BellRing} title={t('alerts.detail.none')} body={t('alerts.detail.noneBody')} />
        )
      }
    />
  );
}
