import { useQuery } from '@tanstack/react-query';
import { BellRing, ShieldCheck } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ALL_OPEN, type AlertFilter } from '#shared/bridge/alerts.ts';
import { isOpen } from '#shared/domain/alerts.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { ListDetail } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useMedia } from '../../hooks/use-media.ts';
import { useSelection } from '../../hooks/use-selection.ts';
import { useCan, useUserId } from '../../stores/session.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ALERT_COUNTS } from './counts.ts';
import { AlertDetail } from './detail.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { type AlertTab, activeFilters, cleared } from './filters.ts';
import { AlertGroups } from './groups.tsx';
import { ALERT_ROW_HEIGHT, AlertListRow, type AlertRow } from './row.tsx';

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
  const userId = useUserId();
  const [tab, setTab] = useState<AlertTab>('open');
  const [filter, setFilter] = useState<AlertFilter>(ALL_OPEN);
  const [own, setOwn] = useState<string | null>(null);
  const [silencing, setSilencing] = useState(false);
  const assign = useCommand('alerts.assign');
  const activeId = onChoose ? chosenId : own;
  const choose = useCallback(
    (alert: AlertRow) => (onChoose ? onChoose(alert.id) : setOwn(alert.id)),
    [onChoose],
  );
  const wide = useMedia('(min-width: 1240px)');
  const listElement = useRef<HTMLDivElement | null>(null);
  const noteInput = useRef<HTMLTextAreaElement | null>(null);
  const list = useInfinite(
    ['alerts', 'list', filter],
    (after) => bridge.call('alerts.list', { filter, after, limit: PAGE }),
    { meta: { intervalMs: 500 } },
  );
  const counts = useQuery(ALERT_COUNTS);
  const listed = useMemo(() => new Set(list.rows.map(({ id }) => id)), [list.rows]);
  const selection = useSelection(listed);
  const active = list.rows.find((alert) => alert.id === activeId) ?? null;
  const acts = canWrite && active !== null && isOpen(active);
  useHotkeys(
    acts
      ? {
          'shortcuts.acknowledge': () => noteInput.current?.focus(),
          'shortcuts.selectAlert': () => selection.toggle(active.id),
          'shortcuts.silenceAlert': () => setSilencing(true),
          'shortcuts.takeAlert': () => void assign.submit({ alertId: active.id, ownerId: userId }),
        }
      : {},
  );
  const show = (next: AlertTab): void => {
    setTab(next);
    selection.clear();
    if (next !== 'groups') setFilter({ ...filter, status: next });
  };
  const narrow = (next: AlertFilter): void => {
    setFilter(next);
    selection.clear();
  };

  const { open, unacknowledged, loud } = counts.data ?? {};
  const filtered = activeFilters(filter).length > 0;
  return (
    <ListDetail
      listLabel={t('alerts.list.label')}
      detailLabel={t('alerts.detail.label')}
      listWidth={wide ? 480 : 420}
      list={
        <>
          <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
            <Segmented<AlertTab>
              value={tab}
              label={t('alerts.list.status')}
              segments={[
                { value: 'open', label: t('alerts.list.open'), count: open },
                { value: 'groups', label: t('alerts.groups.label'), count: loud?.length },
                { value: 'resolved', label: t('alerts.list.resolved') },
              ]}
              onChange={show}
            />
            <span className="flex-1" />
            {tab !== 'groups' && <FilterPanel filter={filter} onChange={narrow} />}
          </div>
          {tab === 'open' && unacknowledged !== undefined && open !== undefined && open > 0 && (
            <p role="status" className="truncate border-b border-line px-4 py-1 text-xs text-ink-3">
              {unacknowledged > 0
                ? t('alerts.list.unacknowledged', { count: unacknowledged })
                : t('alerts.list.allAcknowledged')}
            </p>
          )}
          <OfflineNote />
          {selection.ids.length > 0 && <BulkBar ids={selection.ids} onDone={selection.clear} />}
          <div className="min-h-0 flex-1">
            {tab === 'groups' ? (
              <AlertGroups
                groups={loud ?? []}
                onChoose={({ kind, severity, locationId }) => {
                  setTab('open');
                  narrow({ ...ALL_OPEN, kind, severity, locationId });
                }}
              />
            ) : list.error ? (
              <ErrorState error={list.error} onRetry={list.refetch} />
            ) : list.isLoading ? (
              <SkeletonRows />
            ) : list.rows.length === 0 ? (
              <NoAlerts filtered={filtered} filter={filter} onClear={() => narrow(cleared(filter))} />
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
                renderRow={(alert, state) => (
                  <AlertListRow
                    alert={alert}
                    active={state.active}
                    selected={selection.has(alert.id)}
                    onSelect={canWrite && tab === 'open' ? selection.toggle : undefined}
                  />
                )}
              />
            )}
          </div>
        </>
      }
      detail={
        activeId !== null ? (
          <AlertDetail
            key={activeId}
            alertId={activeId}
            noteInput={noteInput}
            silencing={silencing}
            onSilencing={setSilencing}
            onAcknowledged={() => listElement.current?.focus()}
          />
        ) : (
          <EmptyState icon={BellRing} title={t('alerts.detail.none')} body={t('alerts.detail.noneBody')} />
        )
      }
    />
  );
}

function NoAlerts({
  filtered,
  filter,
  onClear,
}: {
  readonly filtered: boolean;
  readonly filter: AlertFilter;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  if (filtered)
    return (
      <EmptyState
        icon={ShieldCheck}
        title={t('alerts.filter.empty')}
        body={t('alerts.filter.emptyBody')}
        action={<Button onClick={onClear}>{t('alerts.filter.clear')}</Button>}
      />
    );
  const open = filter.status === 'open';
  return (
    <EmptyState
      icon={ShieldCheck}
      title={open ? t('alerts.list.emptyOpen') : t('alerts.list.emptyResolved')}
      body={open ? t('alerts.list.emptyOpenBody') : t('alerts.list.emptyResolvedBody')}
    />
  );
}
