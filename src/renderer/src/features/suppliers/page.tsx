import { Factory, Plus } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { SearchInput, Select } from '../../components/field.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { PurchasingTabs } from '../../components/purchasing-tabs.tsx';
import { SearchNote } from '../../components/search-note.tsx';
import { EmptyState, NoPermission } from '../../components/states.tsx';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useListPages } from '../../hooks/use-list-pages.ts';
import { useRange } from '../../hooks/use-range.ts';
import { useCan } from '../../stores/session.ts';
import { NewSupplierDialog } from './supplier-dialog.tsx';
import { SupplierTable } from './supplier-table.tsx';

const STATUSES = ['active', 'any', 'archived'] as const;
type Status = (typeof STATUSES)[number];

/** All suppliers, by name. */
export default function SuppliersPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('suppliers:read');
  return (
    <Page title={t('suppliers.title')}>
      {allowed ? <Suppliers /> : <NoPermission permission="suppliers:read" />}
    </Page>
  );
}

function Suppliers(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const canWrite = useCan('suppliers:write');
  const [params, setParams] = useSearchParams();
  const [creating, setCreating] = useState(false);
  const search = (params.get('q') ?? '').slice(0, 200);
  const status: Status = STATUSES.find((value) => value === params.get('status')) ?? 'active';
  const put = useCallback(
    (name: string, value: string): void =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const onSearch = useCallback((text: string) => put('q', text), [put]);
  const [text, setText] = useDebouncedText(search, onSearch);
  const { range, onRange } = useRange();
  const pages = useListPages(
    ['suppliers', 'list', search, status],
    (after, limit) => bridge.call('suppliers.list', { search, status, after, limit }),
    range.from,
    range.to,
  );
  const narrowed = search !== '' || status !== 'active';
  const create = canWrite && (
    <Button icon={Plus} variant="primary" onClick={() => setCreating(true)}>
      {t('suppliers.new')}
    </Button>
  );
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <PurchasingTabs current="suppliers" />
        <SearchInput
          value={text}
          onValue={setText}
          label={t('suppliers.search')}
          clearLabel={t('suppliers.clearSearch')}
          className="min-w-40 flex-1 min-[1100px]:max-w-80"
        />
        <Select
          aria-label={t('suppliers.fields.status')}
          value={status}
          onChange={(value) => put('status', value === 'active' ? '' : value)}
          className="w-auto shrink-0"
          options={STATUSES.map((value) => ({
            value,
            label: value === 'any' ? t('suppliers.any') : t(`suppliers.statuses.${value}`),
          }))}
        />
        <span className="min-w-0 grow" />
        <span role="status" className="text-xs whitespace-nowrap text-ink-3">
          {pages.total !== null &&
            t('suppliers.count', { count: pages.total, formatted: format.integer(pages.total) })}
        </span>
        {create}
      </div>
      <SearchNote searching={search !== ''} />
      <OfflineNote />
      <div className="min-h-0 flex-1">
        <ListStates
          list={pages}
          count={pages.count}
          loadingRows={10}
          none={
            <EmptyState
              icon={Factory}
              title={t(narrowed ? 'suppliers.emptyFilter' : 'suppliers.empty')}
              body={t(narrowed ? 'suppliers.emptyFilterBody' : 'suppliers.emptyBody')}
              action={
                narrowed ? (
                  <Button onClick={() => setParams(new URLSearchParams(), { replace: true })}>
                    {t('suppliers.clear')}
                  </Button>
                ) : (
                  create || undefined
                )
              }
            />
          }
        >
          <SupplierTable
            key={`${search}|${status}`}
            pages={pages}
            onRange={onRange}
            onOpen={({ id }) => void navigate(`/suppliers/${encodeURIComponent(id)}`)}
          />
        </ListStates>
      </div>
      {creating && (
        <NewSupplierDialog
          onClose={() => setCreating(false)}
          onCreated={(id) => void navigate(`/suppliers/${encodeURIComponent(id)}`)}
        />
      )}
    </div>
  );
}
