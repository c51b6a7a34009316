import { ArrowDownUp, FileSpreadsheet } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { Menu } from '../../../components/menu.tsx';
import { useCatalog } from '../../../hooks/use-catalog.ts';
import type { SelectedRows } from '../../../lib/selection.ts';
import type { StockFilters } from '../filters.ts';
import { selectAll } from './selection.ts';
import { rowsOf } from './use-selection.ts';

/** Exports all rows that match the filters, selected or not, or opens the page for files. */
export function CsvMenu({
  filters,
  total,
}: {
  readonly filters: StockFilters;
  readonly total: number;
}): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const action = useCatalog().selectionActions.find(({ id }) => id === 'export');
  const [rows, setRows] = useState<SelectedRows | null>(null);
  return (
    <>
      <Menu
        label={t('inventory.csv.label')}
        trigger={<Button icon={FileSpreadsheet}>{t('inventory.csv.label')}</Button>}
        groups={[
          action === undefined
            ? []
            : [
                {
                  key: 'export',
                  label: t('inventory.csv.exportShown'),
                  icon: <action.icon size={14} aria-hidden />,
                  disabled: total === 0,
                  run: () => setRows(rowsOf(selectAll(filters), total)),
                },
              ],
          [
            {
              key: 'files',
              label: t('imports.open'),
              icon: <ArrowDownUp size={14} aria-hidden />,
              run: () => void navigate('/imports'),
            },
          ],
        ]}
      />
      <Suspense fallback={null}>
        {action !== undefined && rows !== null && <action.dialog rows={rows} onClose={() => setRows(null)} />}
      </Suspense>
    </>
  );
}
