import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { NoPermission } from '../../components/states.tsx';
import { useCan } from '../../stores/session.ts';
import { ImportDetail } from './detail.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ImportPanel } from './import-panel.tsx';
import { ImportList } from './list.tsx';

/** CSV in and out: exports, imports, and the imports so far. */
export default function ImportsPage(): ReactNode {
  const { t } = useTranslation();
  const { importId } = useParams();
  const canExport = useCan('inventory:read');
  const canImport = useCan('inventory:write');
  const canRead = useCan('imports:read');
  return (
    <Page title={t('imports.title')}>
      {!canExport ? (
        <NoPermission permission="inventory:read" />
      ) : importId !== undefined && canRead ? (
        <ImportDetail key={importId} importId={importId} />
      ) : (
        <div className="@container flex h-full flex-col overflow-auto">
          <OfflineNote className="shrink-0" />
          <div className="flex flex-col gap-4 p-4">
            <div className="grid grid-cols-1 gap-4 @min-[760px]:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] @min-[760px]:has-[table]:grid-cols-1">
              <ImportPanel allowed={canImport} />
              <ExportPanel />
            </div>
            {canRead && <ImportList />}
          </div>
        </div>
      )}
    </Page>
  );
}
