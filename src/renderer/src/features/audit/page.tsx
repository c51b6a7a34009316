import { CloudOff, FileLock2, RotateCw, ScrollText } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { AuditFilter } from '#shared/domain/audit.ts';
import { BridgeCallError } from '../../bridge/client.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { ListDetail } from '../../components/panel.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useMedia } from '../../hooks/use-media.ts';
import { useCan, useTimeZone } from '../../stores/session.ts';
import { AuditDetail } from './detail.tsx';
import { ExportButton } from './export-button.tsx';
import { filterIn, isFiltered } from './filter.ts';
import { AuditFilters } from './filters.tsx';
import { AUDIT_ROW_HEIGHT, AuditRow } from './row.tsx';
import { type AuditList, useAudit } from './use-audit.ts';

const RoomExportDialog = lazy(() => import('./room-export/dialog.tsx'));

/** The audit: who did what, on which subject, which fields, from where, and with which result. */
export default function AuditPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('admin:audit');
  if (allowed) return <Audit />;
  return (
    <Page title={t('audit.title')}>
      <NoPermission permission="admin:audit" />
    </Page>
  );
}

function Audit(): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const address = search.toString();
  const timeZone = useTimeZone();
  const filter = useMemo(() => filterIn(new URLSearchParams(address), timeZone), [address, timeZone]);
  const list = useAudit(filter);
  const [chosen, setChosen] = useState<number | null>(null);
  const mayExport = useCan('rooms:export');
  const [exporting, setExporting] = useState(false);
  const wide = useMedia('(min-width: 1240px)');
  const change = useCallback(
    (name: string, value: string) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === '') after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const clear = useCallback(() => setSearch(new URLSearchParams(), { replace: true }), [setSearch]);
  const record = list.rows.find(({ n }) => n === chosen);
  return (
    <Page
      title={t('audit.title')}
      actions={
        <>
          <IconButton icon={RotateCw} label={t('audit.refresh')} onClick={list.refresh} />
          {mayExport && (
            <Button icon={FileLock2} onClick={() => setExporting(true)}>
              {t('audit.rooms.action')}
            </Button>
          )}
          <ExportButton filter={filter} />
        </>
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <AuditFilters search={search} onChange={change} onClear={clear} />
        <div className="min-h-0 flex-1">
          <ListDetail
            listLabel={t('audit.list')}
            detailLabel={t('audit.detail')}
            listWidth={wide ? 520 : 440}
            list={
              <>
                <p className="shrink-0 border-b border-line bg-sunken px-4 py-1 text-xs text-ink-3">
                  {t('audit.online')}
                </p>
                <div className="min-h-0 flex-1">
                  <Records list={list} filter={filter} chosen={chosen} onChoose={setChosen} onClear={clear} />
                </div>
              </>
            }
            detail={
              record ? (
                <AuditDetail record={record} />
              ) : (
                <EmptyState icon={ScrollText} title={t('audit.none')} body={t('audit.noneBody')} />
              )
            }
          />
        </div>
      </div>
      {exporting && (
        <Suspense fallback={null}>
          <RoomExportDialog
            onClose={() => {
              setExporting(false);
              list.refresh();
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}

function Records({
  list,
  filter,
  chosen,
  onChoose,
  onClear,
}: {
  readonly list: AuditList;
  readonly filter: AuditFilter;
  readonly chosen: number | null;
  readonly onChoose: (n: number) => void;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement | null>(null);
  const { rows, error } = list;
  if (error !== null && isOffline(error))
    return (
      <EmptyState
        icon={CloudOff}
        title={t('audit.offline')}
        body={t('audit.offlineBody')}
        action={
          <Button icon={RotateCw} onClick={list.refresh}>
            {t('common.tryAgain')}
          </Button>
        }
      />
    );
  if (error !== null) return <ErrorState error={error} onRetry={list.refresh} />;
  if (list.isLoading || (rows.length === 0 && list.isReading)) return <SkeletonRows />;
  if (rows.length === 0)
    return isFiltered(filter) ? (
      <EmptyState
        icon={ScrollText}
        title={t('audit.noMatch')}
        body={t('audit.noMatchBody')}
        action={<Button onClick={onClear}>{t('audit.filters.clear')}</Button>}
      />
    ) : (
      <EmptyState icon={ScrollText} title={t('audit.empty')} body={t('audit.emptyBody')} />
    );
  return (
    <VirtualList
      rows={rows}
      rowKey={({ n }) => String(n)}
      rowHeight={AUDIT_ROW_HEIGHT}
      label={t('audit.list')}
      activeKey={chosen === null ? null : String(chosen)}
      onActive={({ n }) => onChoose(n)}
      onEnd={list.more}
      scrollRef={scroller}
      renderRow={(record, { active }) => <AuditRow record={record} active={active} />}
      footer={
        list.isReading && (
          <p role="status" className="px-4 py-2 text-xs text-ink-3">
            {t('audit.searching')}
          </p>
        )
      }
    />
  );
}

const isOffline = (error: Error): boolean => error instanceof BridgeCallError && error.code === 'unavailable';
