import { Factory, Plus } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { SearchInput, Select } from '../../components/field.tsx';
import { ListPage, ListToolbar, NoRecords } from '../../components/list-page.tsx';
import { Page } from '../../components/page.tsx';
import { PurchasingTabs } from '../../components/purchasing-tabs.tsx';
import { NoPermission } from '../../components/states.tsx';
import { useAddressFilters } from '../../hooks/use-address.ts';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { usePagesInView } from '../../hooks/use-list-pages.ts';
import { useCan } from '../../stores/session.ts';
import { isNarrowed, readSupplierFilters, STATUS_FILTERS, writeSupplierFilters } from './filters.ts';
import { NewSupplierDialog } from './supplier-dialog.tsx';
import { SupplierTable } from './supplier-table.tsx';

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
  const [creating, setCreating] = useState(false);
  const { filters, address, onFilters, onClear } = useAddressFilters(
    readSupplierFilters,
    writeSupplierFilters,
  );
  const onSearch = useCallback((search: string) => onFilters({ search }), [onFilters]);
  const [text, setText] = useDebouncedText(filters.search, onSearch);
  const { pages, onRange } = usePagesInView(['suppliers', 'list', filters], (after, limit) =>
    bridge.call('suppliers.list', { ...filters, after, limit }),
  );
  const open = (id: string): void => void navigate(`/suppliers/${encodeURIComponent(id)}`);
  const create = canWrite && (
    <Button icon={Plus} variant="primary" onClick={() => setCreating(true)}>
      {t('suppliers.new')}
    </Button>
  );
  const { total } = pages;
  return (
    <>
      <ListPage
        pages={pages}
        toolbar={
          <ListToolbar
            count={
              total === null ? null : t('suppliers.count', { count: total, formatted: format.integer(total) })
            }
            actions={create}
          >
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
              value={filters.status}
              onChange={(status) => onFilters({ status })}
              className="w-auto shrink-0"
              options={STATUS_FILTERS.map((value) => ({
                value,
                label: value === 'any' ? t('suppliers.any') : t(`suppliers.statuses.${value}`),
              }))}
            />
          </ListToolbar>
        }
        searching={filters.search !== ''}
        loadingRows={10}
        none={
          <NoRecords
            words="suppliers"
            icon={Factory}
            onClear={isNarrowed(filters) ? onClear : null}
            action={create}
          />
        }
      >
        <SupplierTable key={address} pages={pages} onRange={onRange} onOpen={({ id }) => open(id)} />
      </ListPage>
      {creating && <NewSupplierDialog onClose={() => setCreating(false)} onCreated={open} />}
    </>
  );
}
