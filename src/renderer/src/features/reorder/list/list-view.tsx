import { PackageCheck } from 'lucide-react';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { MAX_PROPOSED } from '#shared/bridge/reorder.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { ListStates } from '../../../components/list-states.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { useAddressFilters } from '../../../hooks/use-address.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';
import { cx } from '../../../lib/cx.ts';
import { isNarrowed, type ReorderFilters, readReorderFilters, writeReorderFilters } from '../filters.ts';
import { ReorderDetail } from './detail.tsx';
import { ReorderTable } from './reorder-table.tsx';
import { SummaryBar } from './summary-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import { useSummary } from './use-summary.ts';

/** The most rows that can be chosen at a time. */
const MAX_CHOSEN = MAX_PROPOSED;

/** The list of what to order, with the calculation of the chosen item beside it. */
export function ListView(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { itemId = null } = useParams();
  const { filters, address, onFilters } = useAddressFilters(readReorderFilters, writeReorderFilters);
  const { pages, onRange } = usePagesInView(['reorder', 'list', filters], (after, limit) =>
    bridge.call('reorder.list', { ...filters, after, limit }),
  );
  const summary = useSummary(filters);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (id: string) =>
      setChosen((before) => {
        const after = new Set(before);
        if (!after.delete(id) && after.size < MAX_CHOSEN) after.add(id);
        return after;
      }),
    [],
  );
  const container = useRef<HTMLDivElement | null>(null);
  const open = (id: string): void =>
    void navigate(
      { pathname: `/reorder/${encodeURIComponent(id)}`, search: address },
      { replace: itemId !== null },
    );
  const close = (): void => {
    void navigate({ pathname: '/reorder', search: address });
    container.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  };
  return (
    <div ref={container} className="@container flex h-full min-h-0">
      <section
        aria-label={t('reorder.list.label')}
        className={cx(
          'flex min-h-0 min-w-0 flex-1 flex-col bg-surface',
          itemId !== null && '@max-[760px]:hidden',
        )}
      >
        <Toolbar filters={filters} onFilters={onFilters} summary={summary.data} />
        <OfflineNote />
        <SummaryBar
          filters={filters}
          summary={summary.data}
          chosen={chosen}
          onClear={() => setChosen(new Set())}
        />
        <div className="min-h-0 flex-1">
          <ListStates
            list={pages}
            count={pages.count}
            loadingRows={14}
            none={<Nothing filters={filters} onFilters={onFilters} />}
          >
            <ReorderTable
              pages={pages}
              filters={filters}
              suppliers={(summary.data?.suppliers.length ?? 0) > 0}
              onSort={onFilters}
              activeId={itemId}
              chosen={chosen}
              onToggle={toggle}
              onOpen={open}
              onRange={onRange}
            />
          </ListStates>
        </div>
      </section>
      {itemId !== null && (
        <aside
          aria-label={t('reorder.detail.label')}
          className="min-h-0 w-[420px] shrink-0 border-l border-line bg-canvas @max-[900px]:w-[370px] @max-[760px]:w-full @max-[760px]:border-l-0"
        >
          <ReorderDetail key={itemId} itemId={itemId} locationId={filters.locationId} onClose={close} />
        </aside>
      )}
    </div>
  );
}

function Nothing({
  filters,
  onFilters,
}: {
  readonly filters: ReorderFilters;
  readonly onFilters: (change: Partial<ReorderFilters>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const narrowed = isNarrowed(filters);
  const clear = (): void =>
    onFilters({ itemIds: null, search: '', category: null, supplierId: null, itemClass: null, need: 'any' });
  return (
    <EmptyState
      icon={PackageCheck}
      title={t(narrowed ? 'reorder.list.emptyFilter' : `reorder.list.empty.${filters.need}`)}
      body={t(narrowed ? 'reorder.list.emptyFilterBody' : `reorder.list.emptyBody.${filters.need}`)}
      action={
        narrowed || filters.need !== 'any' ? (
          <Button onClick={clear}>{t('reorder.list.showAll')}</Button>
        ) : undefined
      }
    />
  );
}
