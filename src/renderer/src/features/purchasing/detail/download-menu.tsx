import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { csvStart } from '#shared/domain/csv.ts';
import { purchaseCsv } from '#shared/domain/purchase-csv.ts';
import type { Purchase } from '#shared/domain/purchasing.ts';
import { Button } from '../../../components/button.tsx';
import { Menu } from '../../../components/menu.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { describeError } from '../../../i18n/errors.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { toast } from '../../../stores/toasts.ts';
import { type DocumentWords, layOut } from '../document/layout.ts';
import type { PurchaseData } from '../use-purchase.ts';

/** Saves the order as PDF, to be sent to the supplier, or as CSV. Both are made here, also while offline. */
export function DownloadMenu({
  purchase,
  data,
}: {
  readonly purchase: Purchase;
  readonly data: PurchaseData;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const title = t('purchasing.order', { number: purchase.number });
  const fileName = purchase.number.replace(/[^\p{L}\p{N}._-]+/gu, '_');
  const words: DocumentWords = {
    title,
    supplier: t('purchasing.supplier'),
    destination: t('purchasing.destination'),
    ordered: t('purchasing.placed'),
    expected: t('purchasing.expected'),
    note: t('purchasing.note'),
    total: t('purchasing.total'),
    page: (page, pages) => t('purchasing.document.page', { page, pages }),
    columns: [
      t('purchasing.document.line'),
      t('purchasing.document.sku'),
      t('purchasing.item'),
      t('purchasing.quantity'),
      t('purchasing.unitPrice'),
      t('purchasing.lineTotal'),
    ],
  };
  const savePdf = async (): Promise<void> => {
    setBusy(true);
    try {
      const { supplier } = data;
      const supplierLines = [
        ...[purchase.supplierName, supplier?.contactName, supplier?.email, supplier?.phone],
      ].filter((line) => line != null);
      const parties = { supplierLines, destination: data.locationName ?? '–' };
      const pages = layOut(purchase, parties, words, format);
      // The library is loaded with the first document only.
      const { pdfOf } = await import('../../../lib/document-pdf.ts');
      const bytes = await pdfOf(pages, title);
      saveFile(`${fileName}.pdf`, [new Uint8Array(bytes)], 'application/pdf');
    } catch (error) {
      toast({
        tone: 'crit',
        title: (say) => say.t('purchasing.document.failed', { reason: describeError(say, error).title }),
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu
      label={t('purchasing.document.download')}
      trigger={
        <Button icon={Download} busy={busy}>
          {t('purchasing.document.download')}
        </Button>
      }
      groups={[
        [
          { key: 'pdf', label: t('purchasing.document.pdf'), run: () => void savePdf() },
          {
            key: 'csv',
            label: t('purchasing.document.csv'),
            run: () => saveFile(`${fileName}.csv`, [csvStart({ bom: true }), purchaseCsv(purchase)]),
          },
        ],
      ]}
    />
  );
}
